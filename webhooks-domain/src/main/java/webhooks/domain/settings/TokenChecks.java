package webhooks.domain.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import webhooks.settings.InvalidSetting;
import webhooks.settings.SettingReader;

/**
 * The settings of MicroProfile JWT 2.1 that say how a token is checked. The product obeys each
 * setting of MicroProfile JWT or refuses to start, so that none is silently without effect.
 *
 * @param algorithms {@code mp.jwt.verify.publickey.algorithm}: RS256 or ES256; by default both
 * @param clockSkew {@code mp.jwt.verify.clock.skew}: seconds by which clocks may differ, 60
 * @param maxAge {@code mp.jwt.verify.token.age}: seconds after {@code iat} at which a token is no
 *     longer accepted; by default only {@code exp} counts
 */
public record TokenChecks(Set<String> algorithms, Duration clockSkew, Optional<Duration> maxAge) {
  private static final String ALGORITHM = "mp.jwt.verify.publickey.algorithm";
  private static final String HEADER = "mp.jwt.token.header";
  private static final String SKEW = "mp.jwt.verify.clock.skew";
  private static final String AGE = "mp.jwt.verify.token.age";

  /** The settings that have no effect here, each with the reason. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "mp.jwt.token.cookie", "is not supported: tokens come in the header Authorization only",
          "mp.jwt.decrypt.key.location", "is not supported: tokens must not be encrypted",
          "mp.jwt.decrypt.key.algorithm", "is not supported: tokens must not be encrypted");

  static TokenChecks read(SettingReader reader) {
    REFUSED.forEach(reader::refuse);
    if (!reader.text(HEADER, "Authorization").equalsIgnoreCase("Authorization")) {
      throw new InvalidSetting(HEADER, "must be Authorization");
    }
    List<String> algorithms = reader.list(ALGORITHM, List.of("RS256", "ES256"));
    if (!Set.of("RS256", "ES256").containsAll(algorithms)) {
      throw new InvalidSetting(ALGORITHM, "must be RS256 or ES256");
    }
    return new TokenChecks(
        Set.copyOf(algorithms),
        seconds(SKEW, reader.text(SKEW, "60")),
        reader.text(AGE).map(text -> seconds(AGE, text)));
  }

  private static Duration seconds(String key, String text) {
    if (!text.matches("\\d{1,9}")) {
      throw new InvalidSetting(key, "must be a whole number of seconds");
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }
}
