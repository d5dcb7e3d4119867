package webhooks.domain.id;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes the ids of rows that belong together: all begin with the same time, and each sorts after
 * the one before (RFC 9562, version 7, with a counter of 32 bits before 42 random ones).
 *
 * <p>The ids of an event and of its deliveries are of one sequence, so partitions by id keep them
 * together. For one thread.
 */
public final class IdSequence {
  private static final int VERSION = 7;
  private static final int TIME_SHIFT = 16;
  private static final int VERSION_SHIFT = 12;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** The counter's 32 bits: 12 beside the version, and 20 beside the variant. */
  private static final int LOW_BITS = 20;

  private static final int RANDOM_BITS = 42;

  private final long time;

  /** Begins at random within the lower half of its range, so it does not run over. */
  private long counter = ThreadLocalRandom.current().nextLong(1L << 31);

  /** Begins a sequence of ids with this time, to the millisecond. */
  public IdSequence(Instant moment) {
    time = moment.toEpochMilli();
  }

  /** Returns the next id. */
  public UUID next() {
    long count = counter++;
    long high = time << TIME_SHIFT | VERSION << VERSION_SHIFT | count >>> LOW_BITS;
    long low = (count & (1L << LOW_BITS) - 1) << RANDOM_BITS;
    return new UUID(high, VARIANT | low | ThreadLocalRandom.current().nextLong(1L << RANDOM_BITS));
  }
}
