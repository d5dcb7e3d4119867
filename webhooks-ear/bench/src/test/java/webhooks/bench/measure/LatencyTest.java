package webhooks.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencyTest {
  @Test
  void measuresFromTheIntendedTime() {
    Latency latency = new Latency(1_000, 100);
    for (int i = 0; i < 100; i++) {
      latency.intend(1_000 + i, 5_000 + 2L * i);
    }
    for (int i = 0; i < 100; i++) {
      latency.arrived(1_000 + i, 5_000 + 2L * i + (i < 98 ? 3 : 400));
    }

    assertThat(latency.percentile(50)).isEqualTo(3);
    assertThat(latency.percentile(99)).isEqualTo(400);
  }

  @Test
  void ignoresEventsOfOtherMeasurements() {
    Latency latency = new Latency(1_000, 1);
    latency.intend(1_000, 5_000);

    latency.arrived(999, 6_000);
    latency.arrived(1_001, 6_000);
    latency.arrived(1_000, 5_007);

    assertThat(latency.figures()).containsEntry("max-ms", 7.0);
  }
}
