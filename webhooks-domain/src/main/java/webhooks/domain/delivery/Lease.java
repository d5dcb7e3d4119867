package webhooks.domain.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.settings.DeliverySettings;

/**
 * The exclusive right of this node to send deliveries that one transaction leases, until a point in
 * time. Webhooks with a time-out of their own have another end, and the same token.
 *
 * <p>The database decides by its own clock whether a lease has ended. This node counts from a
 * moment before the lease was written, so for this node it never ends later than for the database.
 *
 * @param token identifies the lease; an outcome is written only if the delivery still has it
 * @param length the time from start to end
 * @param endsNanos the end, by {@link System#nanoTime}
 */
public record Lease(UUID token, Duration length, long endsNanos) {
  /** Starts a lease. Call it before the transaction that writes the lease begins. */
  public static Lease starting(Duration length) {
    return new Lease(UUID.randomUUID(), length, System.nanoTime() + length.toNanos());
  }

  /**
   * Returns the lease of the same transaction for the deliveries of a webhook.
   *
   * @param timeout the time-out of the webhook's attempts; empty if it is the usual one
   */
  public Lease withTimeout(Optional<Duration> timeout) {
    return timeout.map(DeliverySettings::lease).map(this::lasting).orElse(this);
  }

  private Lease lasting(Duration other) {
    return new Lease(token, other, endsNanos - length.toNanos() + other.toNanos());
  }

  /** Returns whether the lease was made for attempts with this time-out, or a longer one. */
  public boolean isFor(Duration timeout) {
    return length.compareTo(DeliverySettings.lease(timeout)) >= 0;
  }

  /** Returns the length in seconds, for SQL. */
  public double seconds() {
    return length.toMillis() / 1000.0;
  }

  /** Returns whether the lease lasts longer than the given time from now on. */
  public boolean outlasts(Duration time) {
    return endsNanos - System.nanoTime() > time.toNanos();
  }
}
