package webhooks.domain.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
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
  void asksForATraceOnceASecond() {
    AtomicLong millis = new AtomicLong();
    Histogram sizes = Histogram.ofSizes(millis::get, 1, 10);

    sizes.record(5, "first", trace -> trace);
    millis.set(999);
    sizes.record(6, "soon", trace -> fail("asked"));

    assertThat(sizes.snapshot().exemplars()).containsExactly(new Histogram.Exemplar(5, "first", 0));

    millis.set(1000);
    sizes.record(7, "later", trace -> trace);
    sizes.record(11, "other bucket", trace -> trace);

    assertThat(sizes.snapshot().exemplars())
        .containsExactly(
            new Histogram.Exemplar(7, "later", 1000),
            new Histogram.Exemplar(11, "other bucket", 1000));
    assertThat(sizes.snapshot().counts()).containsExactly(0, 3, 1);
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
