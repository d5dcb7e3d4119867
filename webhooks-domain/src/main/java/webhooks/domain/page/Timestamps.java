package webhooks.domain.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads times that callers give. */
final class Timestamps {
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private Timestamps() {}

  /**
   * Returns the time of an ISO 8601 text with an offset or {@code Z}; empty for any other text. A
   * time before 1970 becomes the beginning of 1970.
   */
  static Optional<Instant> parse(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return within(time.isBefore(FIRST) ? FIRST : time);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Returns the time; empty if a database can't store it. */
  static Optional<Instant> within(Instant time) {
    return time.isBefore(FIRST) || time.isAfter(LAST) ? Optional.empty() : Optional.of(time);
  }
}
