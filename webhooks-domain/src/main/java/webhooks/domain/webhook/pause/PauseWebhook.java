package webhooks.domain.webhook.pause;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Timestamps;

/**
 * A request to pause a webhook, not yet checked.
 *
 * @param until when the pause ends, RFC 3339; by default after a week
 * @param faults the faults found while the request was read
 */
public record PauseWebhook(Optional<String> until, List<Fault> faults) {
  private static final Duration DEFAULT = Duration.ofDays(7);
  private static final Duration MAX = Duration.ofDays(14);

  /**
   * Returns when the pause ends.
   *
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  public Instant end(Instant now) {
    Faults found = new Faults(faults);
    Instant end = now.plus(DEFAULT);
    if (until.isPresent()) {
      end = parse(until.get()).filter(time -> isAllowed(time, now)).orElse(Instant.EPOCH);
      if (end.equals(Instant.EPOCH)) {
        found.invalid("until", "'until' must be a time within the next 14 days.");
      }
    }
    found.refuseIfAny(
        ErrorCode.INVALID_REQUEST, "Cannot pause the webhook. Make sure the request is valid.");
    return end.truncatedTo(ChronoUnit.MILLIS);
  }

  private static boolean isAllowed(Instant end, Instant now) {
    return end.isAfter(now) && !end.isAfter(now.plus(MAX));
  }

  private static Optional<Instant> parse(String text) {
    try {
      return Optional.of(Timestamps.instant(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
