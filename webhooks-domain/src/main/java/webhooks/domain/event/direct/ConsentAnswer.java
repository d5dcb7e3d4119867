package webhooks.domain.event.direct;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.HeaderExcerpt;

/**
 * The answer of a receiver to the question whether it wants requests of a sender (CloudEvents, HTTP
 * webhooks, section 4.2).
 *
 * <p>Only the header {@code WebHook-Allowed-Origin} is a consent. The status says nothing, because
 * a server may answer {@code OPTIONS} for a receiver that knows nothing of webhooks.
 *
 * @param failure why the answer is no consent; empty if it is one
 * @param maxRequestsPerSecond the rate that the receiver allows, if it names one
 */
public record ConsentAnswer(
    Optional<ProofFailure> failure, Optional<BigDecimal> maxRequestsPerSecond) {
  private static final String ALLOWED_ORIGIN = "webhook-allowed-origin";
  private static final String ALLOWED_RATE = "webhook-allowed-rate";
  private static final String ANY = "*";

  private static final Pattern RATE = Pattern.compile("0{0,9}[1-9][0-9]{0,9}");
  private static final BigDecimal SECONDS = new BigDecimal(60);

  /** Reads the answer in the headers of a response. */
  public static ConsentAnswer of(Attempt attempt, String sender) {
    Map<String, String> headers =
        attempt.headers().received().map(HeaderExcerpt::fields).orElse(Map.of());
    boolean consents =
        Optional.ofNullable(headers.get(ALLOWED_ORIGIN))
            .filter(origin -> origin.equals(ANY) || origin.equalsIgnoreCase(sender))
            .isPresent();
    if (!consents) {
      return failed(ProofFailure.NO_CONSENT);
    }
    Optional<String> rate =
        Optional.ofNullable(headers.get(ALLOWED_RATE)).filter(text -> !text.equals(ANY));
    if (rate.filter(text -> !RATE.matcher(text).matches()).isPresent()) {
      return failed(ProofFailure.INVALID_RATE);
    }
    return new ConsentAnswer(Optional.empty(), rate.map(ConsentAnswer::perSecond));
  }

  private static ConsentAnswer failed(ProofFailure failure) {
    return new ConsentAnswer(Optional.of(failure), Optional.empty());
  }

  /** The header counts requests per minute. */
  private static BigDecimal perSecond(String perMinute) {
    return new BigDecimal(perMinute).divide(SECONDS, 3, RoundingMode.DOWN);
  }
}
