package webhooks.domain.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads times that callers give, and writes times as text. */
public final class Timestamps {
  private static final Instant FIRST = Instant.EPOCH;

  /** The last time of the year 9999 to the microsecond, as the database stores times. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

  /** An offset after a blank, which a plus sign becomes in a query that does not escape it. */
  private static final Pattern UNESCAPED = Pattern.compile(" (\\d{2}(?::?\\d{2}){0,2})$");

  /** An offset as {@code date +%z} and generated clients for Python write it. */
  private static final Pattern BASIC_OFFSET = Pattern.compile("([+-]\\d{2})(\\d{2})$");

  private static final DateTimeFormatter UTC_MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** Returns the time as ISO 8601 text in UTC with milliseconds. */
  public static String utcMillis(Instant time) {
    OffsetDateTime utc = time.atOffset(ZoneOffset.UTC);
    if (utc.getYear() < 0 || utc.getYear() > 9999) {
      return UTC_MILLIS.format(time);
    }
    // The formatter writes the same, but walks its parts at each call, and lists have many times.
    char[] text = "0000-00-00T00:00:00.000Z".toCharArray();
    writeBefore(4, utc.getYear(), text);
    writeBefore(7, utc.getMonthValue(), text);
    writeBefore(10, utc.getDayOfMonth(), text);
    writeBefore(13, utc.getHour(), text);
    writeBefore(16, utc.getMinute(), text);
    writeBefore(19, utc.getSecond(), text);
    writeBefore(23, utc.getNano() / 1_000_000, text);
    return new String(text);
  }

  /** Writes the digits of a number so that the last one is before this index. */
  private static void writeBefore(int end, int number, char[] text) {
    int rest = number;
    for (int i = end - 1; rest > 0; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** Returns the time as the database stores it, in UTC with milliseconds. */
  public static OffsetDateTime utc(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC);
  }

  /**
   * Returns the time of an ISO 8601 text with an offset or {@code Z}; empty for any other text. A
   * time before 1970 becomes the beginning of 1970, and one in the last microsecond of the year
   * 9999 the beginning of this microsecond.
   *
   * <p>A blank before the offset counts as {@code +}: a query that does not escape the sign has a
   * blank there.
   */
  static Optional<Instant> parse(String text) {
    try {
      Instant time = instant(UNESCAPED.matcher(text).replaceFirst("+$1"));
      return within(stored(time));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant stored(Instant time) {
    if (time.isBefore(FIRST)) {
      return FIRST;
    }
    return time.isAfter(LAST) && time.isBefore(YEAR_10000) ? LAST : time;
  }

  /**
   * Returns the time of an ISO 8601 text with {@code Z} or an offset as {@code ±hh:mm} or {@code
   * ±hhmm}. The year has four digits and no sign, as in RFC 3339.
   *
   * @throws DateTimeException if it is any other text
   */
  public static Instant instant(String text) {
    if (text.startsWith("-")) {
      throw new DateTimeException("RFC 3339 has no negative years");
    }
    return OffsetDateTime.parse(BASIC_OFFSET.matcher(text).replaceFirst("$1:$2")).toInstant();
  }

  /** Returns the time; empty before 1970 and after the year 9999. */
  static Optional<Instant> within(Instant time) {
    return time.isBefore(FIRST) || time.isAfter(LAST) ? Optional.empty() : Optional.of(time);
  }
}
