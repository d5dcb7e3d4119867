package webhooks.domain.settings;

import java.time.Duration;
import webhooks.settings.SettingReader;

/**
 * The operator's maxima of the options that owners set. They apply to requests. Options that are
 * stored stay valid when the operator lowers a maximum.
 *
 * @param maxTimeout {@code webhooks.options.max-timeout}, PT30S: the longest option {@code timeout}
 * @param maxRetryDuration {@code webhooks.options.max-retry-duration}, P7D: the longest sum of a
 *     retry schedule
 */
public record OptionSettings(Duration maxTimeout, Duration maxRetryDuration) {
  /** The shortest time-out that an owner can set. */
  public static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);

  /** The maxima that the product has by itself. The operator can only lower them. */
  public static final OptionSettings LARGEST =
      new OptionSettings(Duration.ofSeconds(30), Duration.ofDays(7));

  static OptionSettings read(SettingReader reader) {
    return new OptionSettings(
        reader.duration("webhooks.options.max-timeout", "PT30S", MIN_TIMEOUT, LARGEST.maxTimeout()),
        reader.duration(
            "webhooks.options.max-retry-duration",
            "P7D",
            Duration.ZERO,
            LARGEST.maxRetryDuration()));
  }
}
