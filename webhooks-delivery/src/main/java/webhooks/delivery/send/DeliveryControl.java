package webhooks.delivery.send;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import webhooks.domain.delivery.AttemptCause;

/** Reads the headers of a response by which a receiver controls further attempts. */
final class DeliveryControl {
  /** The header and the value by which receivers of Svix end a delivery. */
  private static final String NAME = "webhook-delivery";

  private static final String ABORT = "abort-message";

  private DeliveryControl() {}

  /** Returns the wait before the next attempt that the receiver asks for. */
  static Optional<Duration> retryAfter(HttpResponse response, Clock clock) {
    return response.getCode() == 429 || response.getCode() == 503
        ? Optional.ofNullable(response.getFirstHeader("Retry-After"))
            .flatMap(header -> RetryAfter.parse(header.getValue(), Instant.now(clock)))
        : Optional.empty();
  }

  /** Returns a cause if the response is a failure after which the receiver wants no attempt. */
  static Optional<AttemptCause> abort(HttpResponse response) {
    return response.getCode() / 100 != 2
            && Arrays.stream(response.getHeaders(NAME))
                .map(Header::getValue)
                .filter(Objects::nonNull)
                .anyMatch(value -> value.strip().equalsIgnoreCase(ABORT))
        ? Optional.of(AttemptCause.ABORTED)
        : Optional.empty();
  }
}
