package webhooks.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {
  private final Snapshot begin =
      new Snapshot(
          5_000_000_000L,
          1_000,
          Map.of("server", 2.0, "postgresql", 1.0),
          Map.of("commits", 10L, "tuples-updated", 100L, "tuples-hot-updated", 0L));

  private final Snapshot end =
      new Snapshot(
          15_000_000_000L,
          21_000,
          Map.of("server", 4.0, "postgresql", 2.5),
          Map.of("commits", 210L, "tuples-updated", 20_100L, "tuples-hot-updated", 5_000L));

  @Test
  void computesTheRate() {
    assertThat(end.rateSince(begin)).isEqualTo(2_000);
  }

  @Test
  void computesCostsPerDelivery() {
    Map<String, Double> costs = end.costsSince(begin);

    assertThat(costs.get("cpu-us-server")).isCloseTo(100, within(0.001));
    assertThat(costs.get("cpu-us-postgresql")).isCloseTo(75, within(0.001));
    assertThat(costs.get("commits")).isEqualTo(0.01);
    assertThat(costs.get("hot-share")).isEqualTo(0.25);
    assertThat(end.microsPerDeliverySince(begin, "server", "postgresql"))
        .isCloseTo(175, within(0.001));
  }
}
