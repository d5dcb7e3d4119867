package webhooks.api.token;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.api.token.InvalidToken.Check;

/**
 * Checks that the time claims of a token are numbers of seconds in a valid range.
 *
 * <p>The library converts them to milliseconds and does not check their size, so that {@code 1e308}
 * becomes a time in 1969, and NaN one in 1970.
 */
final class TokenTimes {
  private static final long MAX = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  /** A claim that must be a time, with the check that fails otherwise. */
  private record TimeClaim(String name, Check check) {}

  private static final List<TimeClaim> CLAIMS =
      List.of(
          new TimeClaim("exp", Check.EXPIRY),
          new TimeClaim("nbf", Check.NOT_BEFORE),
          new TimeClaim("iat", Check.AGE));

  private TokenTimes() {}

  /**
   * Returns the check of the first claim that is no number of seconds from 1970 to 9999, which may
   * have a fraction (RFC 7519, section 2).
   *
   * @param claims the claims as they are in the token; null if its payload is no JSON object
   */
  static Optional<Check> failure(Map<String, Object> claims) {
    if (claims == null) {
      return Optional.of(Check.FORM);
    }
    return CLAIMS.stream()
        .filter(claim -> claims.containsKey(claim.name()))
        .filter(claim -> !isTime(claims.get(claim.name())))
        .map(TimeClaim::check)
        .findFirst();
  }

  private static boolean isTime(Object claim) {
    if (!(claim instanceof Number number)) {
      return false;
    }
    double seconds = number.doubleValue();
    // Every comparison with NaN is false.
    return seconds >= 0 && seconds <= MAX;
  }
}
