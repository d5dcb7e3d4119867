package webhooks.bench.measure;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ids of events: they begin at random, like producers' ids, and end with a number.
 *
 * <p>The number makes it possible to count by id without a set of ids.
 */
public final class EventId {
  private static final int TEXT = 36;
  private static final int NUMBER = 24;
  private static final long MAX_NUMBER = (1L << 48) - 1;
  private static final long VERSION = 0x4000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private EventId() {}

  /** Returns a new id of the event with this number, which must be below 2^48. */
  public static UUID of(long number) {
    long front = ThreadLocalRandom.current().nextLong() & ~0xF000L | VERSION;
    return new UUID(front, VARIANT | number);
  }

  /** Returns the number of an id. */
  static long number(UUID id) {
    return id.getLeastSignificantBits() & MAX_NUMBER;
  }

  /** Reads the number of an id in text; -1 if these bytes are no id. */
  static long number(byte[] text, int from, int to) {
    if (to - from != TEXT) {
      return -1;
    }
    long number = 0;
    for (int i = from + NUMBER; i < to; i++) {
      int digit = Character.digit(text[i], 16);
      if (digit < 0) {
        return -1;
      }
      number = number << 4 | digit;
    }
    return number;
  }
}
