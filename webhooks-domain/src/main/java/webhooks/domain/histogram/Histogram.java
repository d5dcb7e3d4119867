package webhooks.domain.histogram;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts values by their size. A record of a value allocates nothing, and threads that record at
 * the same time do not wait for each other.
 */
public final class Histogram {
  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] bounds;
  private final double divisor;
  private final LongAdder[] counts;

  /** A sum of nanoseconds would overflow after some thousand days, which few late events make. */
  private final DoubleAdder sum = new DoubleAdder();

  private Histogram(double divisor, long... bounds) {
    this.divisor = divisor;
    this.bounds = bounds;
    this.counts =
        Stream.generate(LongAdder::new).limit(bounds.length + 1L).toArray(LongAdder[]::new);
  }

  /**
   * What was recorded until a moment.
   *
   * @param bounds the greatest value of each bucket, in seconds or as a number; the last one is
   *     infinite
   * @param counts the number of values in each bucket
   * @param sum the sum of all values, in the same unit
   */
  public record Snapshot(double[] bounds, long[] counts, double sum) {}

  /** Returns an empty histogram of durations, whose buckets end with these. */
  public static Histogram ofDurations(Duration... bounds) {
    return new Histogram(
        NANOS_PER_SECOND, Arrays.stream(bounds).mapToLong(Duration::toNanos).toArray());
  }

  /** Returns an empty histogram of sizes, whose buckets end with these. */
  public static Histogram ofSizes(long... bounds) {
    return new Histogram(1, bounds.clone());
  }

  /** Records a size, or a duration in nanoseconds. */
  public void record(long value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sum.add(value);
  }

  /** Returns what is recorded. */
  public Snapshot snapshot() {
    double[] scaled =
        Arrays.copyOf(Arrays.stream(bounds).mapToDouble(this::scaled).toArray(), counts.length);
    scaled[bounds.length] = Double.POSITIVE_INFINITY;
    return new Snapshot(
        scaled, Arrays.stream(counts).mapToLong(LongAdder::sum).toArray(), sum.sum() / divisor);
  }

  private double scaled(long value) {
    return value / divisor;
  }
}
