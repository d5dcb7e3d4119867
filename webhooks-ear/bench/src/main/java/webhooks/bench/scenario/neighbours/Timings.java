package webhooks.bench.scenario.neighbours;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long requests of one kind took. One that failed counts as one of the longest time. */
final class Timings {
  private static final long MAX_MICROS = TimeUnit.SECONDS.toMicros(60);

  private final Histogram micros = new ConcurrentHistogram(MAX_MICROS, 3);
  private final AtomicLong failed = new AtomicLong();

  void record(long nanos) {
    micros.recordValue(Math.max(0, Math.min(MAX_MICROS, nanos / 1_000)));
  }

  void recordFailure() {
    failed.incrementAndGet();
    micros.recordValue(MAX_MICROS);
  }

  /** Returns the time that this share of the requests did not exceed, in milliseconds. */
  double percentile(double percent) {
    return micros.getValueAtPercentile(percent) / 1e3;
  }

  Map<String, Double> figures(String suffix) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("count" + suffix, (double) micros.getTotalCount());
    figures.put("failed" + suffix, (double) failed.get());
    figures.put("p50-ms" + suffix, percentile(50));
    figures.put("p99-ms" + suffix, percentile(99));
    return figures;
  }
}
