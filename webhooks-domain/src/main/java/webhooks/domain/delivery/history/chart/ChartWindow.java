package webhooks.domain.delivery.history.chart;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import webhooks.domain.delivery.history.StatisticsWindow;

/** The period of a chart, in buckets of equal length. The last bucket contains the present. */
public enum ChartWindow {
  /** The last hour. */
  HOUR("PT1H", Duration.ofMinutes(2), 30),
  /** The last day. */
  DAY("P1D", Duration.ofHours(1), 24),
  /** The last seven days. */
  WEEK("P7D", Duration.ofHours(6), 28);

  private final String text;
  private final Duration bucket;
  private final int buckets;

  ChartWindow(String text, Duration bucket, int buckets) {
    this.text = text;
    this.bucket = bucket;
    this.buckets = buckets;
  }

  static Optional<ChartWindow> of(String text) {
    return Arrays.stream(values()).filter(window -> window.text.equals(text)).findFirst();
  }

  /** Returns the window of a chart that has the same length as a window of statistics. */
  public static ChartWindow of(StatisticsWindow window) {
    return of(window.text()).orElseThrow();
  }

  /** Returns the window as an ISO 8601 duration, as requests name it. */
  public String text() {
    return text;
  }

  /** Returns the length of a bucket. */
  public Duration bucket() {
    return bucket;
  }

  /** Returns the starts of all buckets, oldest first. They are multiples of the bucket's length. */
  public List<Instant> starts(Instant now) {
    long length = bucket.toSeconds();
    long last = Math.floorDiv(now.getEpochSecond(), length) * length;
    return IntStream.rangeClosed(1 - buckets, 0)
        .mapToObj(i -> Instant.ofEpochSecond(last + i * length))
        .toList();
  }
}
