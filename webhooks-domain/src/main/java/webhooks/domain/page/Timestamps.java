package webhooks.domain.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Points in time that callers name. */
final class Timestamps {
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private Timestamps() {}

  /**
   * Returns the time of an ISO 8601 text with an offset or {@code Z}, if it is one; instead of one
   * before there was anything, the first.
   */
  static Optional<Instant> parse(String text) {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      return within(time.isBefore(FIRST) ? FIRST : time);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Returns the time unless no database could hold it. */
  static Optional<Instant> within(Instant time) {
    return time.isBefore(FIRST) || time.isAfter(LAST) ? Optional.empty() : Optional.of(time);
  }
}
