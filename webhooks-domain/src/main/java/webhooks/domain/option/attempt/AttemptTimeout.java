package webhooks.domain.option.attempt;

import java.time.Duration;
import java.util.Optional;
import webhooks.domain.option.value.IsoDuration;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionValue;
import webhooks.domain.settings.OptionSettings;

/**
 * How long an attempt may take, from the token request or the look-up of the receiver to the last
 * header of the response.
 */
public record AttemptTimeout(IsoDuration duration) implements Option {
  /** Reads the option. */
  public static Optional<AttemptTimeout> read(OptionValue value, OptionSettings maxima) {
    Duration largest = OptionSettings.LARGEST.maxTimeout();
    Optional<IsoDuration> given = value.duration();
    given.ifPresent(
        duration -> {
          if (!duration.isBetween(OptionSettings.MIN_TIMEOUT, largest)) {
            value.invalid("must be from " + OptionSettings.MIN_TIMEOUT + " to " + largest);
          } else if (duration.length().compareTo(maxima.maxTimeout()) > 0) {
            value.exceeds("must be at most " + maxima.maxTimeout());
          }
        });
    return given.map(AttemptTimeout::new);
  }

  /** Returns the time-out. */
  public Duration length() {
    return duration.length();
  }

  @Override
  public Object stored() {
    return duration.text();
  }
}
