package webhooks.domain.histogram;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Counts values by their size. Recording allocates nothing but an exemplar now and then, and
 * threads that record at the same time do not wait for each other.
 */
public final class Histogram {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long EXEMPLAR_MILLIS = 1000;

  private final long[] bounds;
  private final double divisor;
  private final LongAdder[] counts;
  private final AtomicReferenceArray<Exemplar> exemplars;
  private final LongSupplier millis;

  /** A long sum of nanoseconds would overflow at 292 years, which a few very long delays reach. */
  private final DoubleAdder sum = new DoubleAdder();

  private Histogram(LongSupplier millis, double divisor, long... bounds) {
    this.millis = millis;
    this.divisor = divisor;
    this.bounds = bounds;
    this.counts =
        Stream.generate(LongAdder::new).limit(bounds.length + 1L).toArray(LongAdder[]::new);
    this.exemplars = new AtomicReferenceArray<>(counts.length);
  }

  /**
   * The values that were recorded until a moment.
   *
   * @param bounds the greatest value of each bucket, in seconds or as a number; the last one is
   *     infinite
   * @param counts the number of values in each bucket
   * @param sum the sum of all values, in the same unit
   * @param exemplars at most one value of each bucket
   */
  public record Snapshot(double[] bounds, long[] counts, double sum, List<Exemplar> exemplars) {}

  /**
   * A recorded value, in seconds or as a number, and the trace that it belongs to.
   *
   * @param timeMillis when it was recorded
   */
  public record Exemplar(double value, String traceId, long timeMillis) {}

  /** Returns an empty histogram of durations, whose buckets have these upper bounds. */
  public static Histogram ofDurations(Duration... bounds) {
    return new Histogram(
        System::currentTimeMillis,
        NANOS_PER_SECOND,
        Arrays.stream(bounds).mapToLong(Duration::toNanos).toArray());
  }

  /** Returns an empty histogram of sizes, whose buckets have these upper bounds. */
  public static Histogram ofSizes(long... bounds) {
    return ofSizes(System::currentTimeMillis, bounds);
  }

  /** Returns an empty histogram of sizes with this clock, for tests. */
  static Histogram ofSizes(LongSupplier millis, long... bounds) {
    return new Histogram(millis, 1, bounds.clone());
  }

  /** Records a size, or a duration in nanoseconds. */
  public void record(long value) {
    add(value);
  }

  /**
   * Records a size, or a duration in nanoseconds, that belongs to a trace. Each bucket keeps a new
   * exemplar once a second at most, and only then asks for the id of the trace.
   *
   * @param traceId returns the id of the trace of the source
   */
  public <T> void record(long value, T source, Function<T, String> traceId) {
    int bucket = add(value);
    long now = millis.getAsLong();
    Exemplar former = exemplars.get(bucket);
    if (former == null || now - former.timeMillis() >= EXEMPLAR_MILLIS) {
      exemplars.set(bucket, new Exemplar(scaled(value), traceId.apply(source), now));
    }
  }

  /** Returns the bucket of the value. */
  private int add(long value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    counts[bucket].increment();
    sum.add(value);
    return bucket;
  }

  /** Returns the values that are recorded until now. */
  public Snapshot snapshot() {
    double[] scaled =
        Arrays.copyOf(Arrays.stream(bounds).mapToDouble(this::scaled).toArray(), counts.length);
    scaled[bounds.length] = Double.POSITIVE_INFINITY;
    return new Snapshot(
        scaled,
        Arrays.stream(counts).mapToLong(LongAdder::sum).toArray(),
        sum.sum() / divisor,
        IntStream.range(0, exemplars.length())
            .mapToObj(exemplars::get)
            .filter(Objects::nonNull)
            .toList());
  }

  private double scaled(long value) {
    return value / divisor;
  }
}
