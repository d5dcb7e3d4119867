package webhooks.domain.delivery.history.reconcile;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * The result of a request to reconcile.
 *
 * @param hours the hours that differ, in their order
 * @param redelivered how many missing events are sent again; empty if hours were only compared
 * @param pending how many missing events have a pending delivery, which comes anyway; empty as
 *     above
 */
public record Reconciled(
    List<DifferingHour> hours, OptionalLong redelivered, OptionalLong pending) {

  /**
   * An hour in which the receiver has other events than the product.
   *
   * @param count how many deliveries the product has, without cancelled ones
   * @param hash the XOR of the hashes of their message ids, as hexadecimal digits
   * @param pending how many of them are pending
   */
  public record DifferingHour(Instant hour, long count, String hash, long pending) {}
}
