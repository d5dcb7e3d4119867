package webhooks.domain.subscription;

import java.time.Duration;
import java.util.Optional;

/**
 * How the owner of a webhook slows down its deliveries, and how long an attempt may take.
 *
 * @param paused whether no delivery may be sent now
 * @param pauses how many pauses the webhook has had: after each, a node begins with few requests
 * @param throttled whether the option {@code throttle} is set: only claims of its backlog lease
 *     deliveries
 * @param timeout the option {@code timeout}, if it is set
 */
public record Flow(boolean paused, int pauses, boolean throttled, Optional<Duration> timeout) {
  /** The flow of a webhook that was never paused, and whose options don't change it. */
  public static final Flow FREE = new Flow(false, 0, false, Optional.empty());

  /** A receiver that may take longer for an answer counts as slow. */
  private static final Duration SLOW = Duration.ofSeconds(5);

  /** Returns a flow. Most webhooks share one object. */
  public static Flow of(boolean paused, int pauses, boolean throttled, Optional<Duration> timeout) {
    return pauses == 0 && !throttled && timeout.isEmpty()
        ? FREE
        : new Flow(paused, pauses, throttled, timeout);
  }

  /** Returns whether the owner expects answers that take more than five seconds. */
  public boolean isSlow() {
    return timeout.filter(time -> time.compareTo(SLOW) > 0).isPresent();
  }
}
