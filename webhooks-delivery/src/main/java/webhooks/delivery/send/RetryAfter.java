package webhooks.delivery.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;

/** The header {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {
  /** Bounds how long a receiver can delay its deliveries. */
  private static final Duration MAX_WAIT = Duration.ofHours(2);

  private static final String SECONDS = "\\d{1,9}";
  private static final String TOO_MANY_SECONDS = "\\d{10,}";

  private RetryAfter() {}

  /** Returns the time to wait, at most two hours; empty if the value is invalid or in the past. */
  static Optional<Duration> parse(String value, Instant now) {
    String text = value.strip();
    if (text.matches(TOO_MANY_SECONDS)) {
      return Optional.of(MAX_WAIT);
    }
    return (text.matches(SECONDS)
            ? Optional.of(Duration.ofSeconds(Integer.parseInt(text)))
            : Optional.ofNullable(DateUtils.parseStandardDate(text))
                .map(date -> Duration.between(now, date)))
        .filter(wait -> !wait.isNegative())
        .map(wait -> wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait);
  }
}
