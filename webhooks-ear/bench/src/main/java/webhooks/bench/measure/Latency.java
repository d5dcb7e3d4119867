package webhooks.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/**
 * Measures the time from the intended publication of events to their arrival.
 *
 * <p>The intended time, not the real one, so that a publisher that is held up does not hide delays.
 */
public final class Latency implements Arrivals.Listener {
  private static final long MAX_MILLIS = 3_600_000;
  private static final int DIGITS = 3;

  private final long from;
  private final AtomicLongArray intended;
  private final Histogram histogram = new Histogram(MAX_MILLIS, DIGITS);

  /**
   * Measures events with numbers from this one on.
   *
   * @param count the number of events
   */
  public Latency(long from, int count) {
    this.from = from;
    this.intended = new AtomicLongArray(count);
  }

  /** Notes when an event should be published, before it is. */
  public void intend(long event, long millis) {
    intended.set((int) (event - from), millis);
  }

  @Override
  public void arrived(long event, long millis) {
    long index = event - from;
    if (index >= 0 && index < intended.length()) {
      long delay = millis - intended.get((int) index);
      histogram.recordValue(Math.max(0, Math.min(MAX_MILLIS, delay)));
    }
  }

  /** Returns the latency that this share of the events did not exceed, in milliseconds. */
  public double percentile(double percent) {
    return histogram.getValueAtPercentile(percent);
  }

  /** Returns the usual percentiles by name. */
  public Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("p50-ms", percentile(50));
    figures.put("p90-ms", percentile(90));
    figures.put("p99-ms", percentile(99));
    figures.put("p999-ms", percentile(99.9));
    figures.put("max-ms", (double) histogram.getMaxValue());
    return figures;
  }
}
