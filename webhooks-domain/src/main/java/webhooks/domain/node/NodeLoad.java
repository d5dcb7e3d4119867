package webhooks.domain.node;

/**
 * How much a node has under way.
 *
 * @param prefetched the deliveries that wait in its memory for their request
 * @param unrecorded the outcomes that wait for the database
 */
public record NodeLoad(SlotUse slots, int prefetched, int unrecorded, ConnectionUse connections) {

  /**
   * How many slots are in use.
   *
   * @param inFlight the requests under way
   * @param maxInFlight how many may be under way
   * @param leased the leased deliveries: in flight, prefetched or unrecorded
   * @param maxLeased how many may be leased
   */
  public record SlotUse(int inFlight, int maxInFlight, int leased, int maxLeased) {}

  /**
   * The pool of connections to receivers.
   *
   * @param inUse the connections that belong to a request, or are being opened for one
   * @param idle the open connections without a request
   * @param max how many there may be
   */
  public record ConnectionUse(int inUse, int idle, int max) {}
}
