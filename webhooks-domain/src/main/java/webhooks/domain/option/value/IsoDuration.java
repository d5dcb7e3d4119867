package webhooks.domain.option.value;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A duration of ISO 8601 in days, hours, minutes and seconds, in whole milliseconds. Owners read
 * the text that they have set.
 */
public record IsoDuration(String text, Duration length) {
  private static final Pattern FORM =
      Pattern.compile(
          "P(?=[\\dT])(\\d{1,9}D)?"
              + "(T(?=\\d)(\\d{1,9}H)?(\\d{1,9}M)?(\\d{1,9}([.]\\d{1,3})?S)?)?");

  /** Returns the duration that a text gives; empty if it gives none. */
  static Optional<IsoDuration> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new IsoDuration(text, Duration.parse(text)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Returns whether the duration lies between two others, or is one of them. */
  public boolean isBetween(Duration min, Duration max) {
    return length.compareTo(min) >= 0 && length.compareTo(max) <= 0;
  }
}
