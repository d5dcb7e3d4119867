package webhooks.domain.delivery;

import java.time.Duration;
import java.util.UUID;

/**
 * The exclusive right of this node to send deliveries until a point in time.
 *
 * <p>The database judges it by its own clock. This node measures it from before it was taken, so it
 * ends here no later than there.
 *
 * @param token outcomes are written only under it
 * @param length from its start to its end
 * @param endsNanos when it ends, by {@link System#nanoTime}
 */
public record Lease(UUID token, Duration length, long endsNanos) {
  /** Starts a lease that is about to be written, by a transaction that has not begun. */
  public static Lease starting(Duration length) {
    return new Lease(UUID.randomUUID(), length, System.nanoTime() + length.toNanos());
  }

  /** Returns the length in seconds, as SQL takes it. */
  public double seconds() {
    return length.toMillis() / 1000.0;
  }

  /** Returns whether it lasts that much longer. */
  public boolean outlasts(Duration time) {
    return endsNanos - System.nanoTime() > time.toNanos();
  }
}
