package webhooks.domain.delivery.queue.erase;

/**
 * Counts the deliveries that an erasure reached.
 *
 * @param deliveries how many deliveries lost their payload
 * @param cancelled how many of them were pending, and are cancelled now
 */
public record ErasedCount(int deliveries, int cancelled) {
  /** Nothing was erased. */
  public static final ErasedCount NONE = new ErasedCount(0, 0);

  /** Returns the sum of two counts. */
  public ErasedCount plus(ErasedCount other) {
    return new ErasedCount(deliveries + other.deliveries, cancelled + other.cancelled);
  }
}
