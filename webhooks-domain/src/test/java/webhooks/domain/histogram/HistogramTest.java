package webhooks.domain.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistogramTest {
  @Test
  void countsValuesByTheirBuckets() {
    Histogram sizes = Histogram.ofSizes(1, 10);

    sizes.record(1);
    sizes.record(2);
    sizes.record(10);
    sizes.record(11);

    Histogram.Snapshot now = sizes.snapshot();
    assertThat(now.bounds()).containsExactly(1, 10, Double.POSITIVE_INFINITY);
    assertThat(now.counts()).containsExactly(1, 2, 1);
    assertThat(now.sum()).isEqualTo(24);
  }

  @Test
  void showsDurationsInSeconds() {
    Histogram times = Histogram.ofDurations(Duration.ofMillis(250), Duration.ofSeconds(5));

    times.record(Duration.ofMillis(250).toNanos());

    Histogram.Snapshot now = times.snapshot();
    assertThat(now.bounds()).containsExactly(0.25, 5, Double.POSITIVE_INFINITY);
    assertThat(now.counts()).containsExactly(1, 0, 0);
    assertThat(now.sum()).isEqualTo(0.25);
  }

  @Test
  void sumsDurationsOfAnyNumber() {
    Histogram times = Histogram.ofDurations(Duration.ofSeconds(5));
    int count = 200_000;

    for (int i = 0; i < count; i++) {
      times.record(Duration.ofDays(1).toNanos());
    }

    assertThat(times.snapshot().sum()).isEqualTo(86_400.0 * count);
  }
}
