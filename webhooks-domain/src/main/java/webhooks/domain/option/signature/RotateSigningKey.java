package webhooks.domain.option.signature;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.page.Durations;

/**
 * A request to give a webhook a new signing key, not yet checked.
 *
 * @param useAfter how long receivers can fetch the new key before it signs, ISO 8601; by default an
 *     hour
 * @param faults the faults found while the request was read
 */
public record RotateSigningKey(Optional<String> useAfter, List<Fault> faults) {
  private static final Duration MAX = Duration.ofDays(7);

  /**
   * Returns how long receivers can fetch the new key before it signs: not at all, or at least as
   * long as they may keep the former keys.
   *
   * @param found gets the faults of the request
   */
  public Duration lead(Faults found) {
    faults.forEach(found::add);
    Optional<Duration> given = useAfter.flatMap(Durations::parse).filter(RotateSigningKey::isLead);
    if (useAfter.isPresent() && given.isEmpty()) {
      found.invalid(
          "useAfter", "'useAfter' must be PT0S, or an ISO 8601 duration from PT1H to P7D.");
    }
    return given.orElse(SigningKeys.MAX_AGE);
  }

  private static boolean isLead(Duration lead) {
    return lead.isZero() || lead.compareTo(SigningKeys.MAX_AGE) >= 0 && lead.compareTo(MAX) <= 0;
  }
}
