package webhooks.domain.page;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads durations that callers give. */
public final class Durations {
  /** The parser of Java also accepts signs and lower-case letters, which ISO 8601 forbids. */
  private static final Pattern CHARACTERS = Pattern.compile("[PTDHMS\\d.,]+");

  private Durations() {}

  /** Returns the duration of an ISO 8601 text in days and smaller units; empty for other texts. */
  public static Optional<Duration> parse(String text) {
    try {
      return Optional.of(Duration.parse(text)).filter(parsed -> CHARACTERS.matcher(text).matches());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
