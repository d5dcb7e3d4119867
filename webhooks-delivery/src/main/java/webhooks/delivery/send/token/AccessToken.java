package webhooks.delivery.send.token;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;
import webhooks.domain.option.header.RequestHeader;

/**
 * A bearer token for the requests of one webhook (RFC 6749, section 5.1, and RFC 6750).
 *
 * @param value visible ASCII, so that it can't end a header
 * @param expiresIn how long it is valid, if the issuer says so
 */
public record AccessToken(String value, Optional<Duration> expiresIn) {
  private static final Pattern VALUE = Pattern.compile("[!-~]{1,16384}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final BigDecimal MAX_SECONDS = BigDecimal.valueOf(Integer.MAX_VALUE);

  /** How much earlier than its end a token is replaced. */
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private static final Duration MAX_AGE = Duration.ofHours(1);
  private static final Duration AGE_WITHOUT_END = Duration.ofMinutes(5);

  /**
   * Reads the answer of an issuer.
   *
   * @throws TokenFailure if it has no bearer token that can be sent
   */
  static AccessToken read(int statusCode, byte[] body) throws TokenFailure {
    if (statusCode / 100 != 2) {
      throw new TokenFailure(AttemptCause.REFUSED_BY_ISSUER, statusCode);
    }
    try {
      Map<String, Object> answer = JsonObjectParser.parse(body);
      if (answer.get("access_token") instanceof String token
          && VALUE.matcher(token).matches()
          && answer.get("token_type") instanceof String type
          && type.equalsIgnoreCase("Bearer")) {
        return new AccessToken(token, seconds(answer.get("expires_in")).map(Duration::ofSeconds));
      }
    } catch (InvalidBody e) {
      // Reported below, without the body.
    }
    throw new TokenFailure(AttemptCause.NO_TOKEN, statusCode);
  }

  /** Some issuers write the number as a string. */
  private static Optional<Long> seconds(Object expiresIn) {
    if (expiresIn instanceof String text && SECONDS.matcher(text).matches()) {
      return Optional.of(Long.valueOf(text));
    }
    return expiresIn instanceof BigDecimal number
        ? Optional.of(number.max(BigDecimal.ZERO).min(MAX_SECONDS).longValue())
        : Optional.empty();
  }

  /** Returns how long the token is kept; zero if only the attempts that wait for it may use it. */
  Duration age() {
    Duration age = expiresIn.map(end -> end.minus(MARGIN)).orElse(AGE_WITHOUT_END);
    return age.isNegative() ? Duration.ZERO : age.compareTo(MAX_AGE) > 0 ? MAX_AGE : age;
  }

  /** Returns the header that carries the token. */
  public RequestHeader header() {
    return new RequestHeader(RequestHeader.AUTHORIZATION, "Bearer " + value, List.of(value));
  }

  /** Returns a description without the token. */
  @Override
  public String toString() {
    return "AccessToken[]";
  }
}
