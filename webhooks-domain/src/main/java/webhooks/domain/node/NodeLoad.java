package webhooks.domain.node;

/**
 * The load of a node: its slots, the deliveries in its memory and its connections to receivers.
 *
 * @param prefetched the deliveries that wait in its memory for their request
 * @param unrecorded the outcomes that wait for the database
 */
public record NodeLoad(SlotUse slots, int prefetched, int unrecorded, ConnectionUse connections) {

  /**
   * How many slots are in use.
   *
   * @param inFlight the requests in flight
   * @param maxInFlight how many may be in flight
   * @param leased the slots that are taken: for deliveries that are about to be leased, prefetched,
   *     in flight, unrecorded, or to be returned to a backlog
   * @param maxLeased how many slots there are
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
