package webhooks.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void putsRunsSideBySide() {
    List<String> before =
        List.of(
            new Result("raw", 60_000, "requests/s").comparedTo(60_000).json(),
            new Result("drain", 6_000, "deliveries/s").comparedTo(60_000).json(),
            new Result("latency", 40, "ms p99").json());
    List<String> after =
        List.of(
            "a line that is not JSON",
            new Result("raw", 30_000, "requests/s").comparedTo(30_000).json(),
            new Result("drain", 12_000, "deliveries/s").comparedTo(30_000).json(),
            new Result("h2", 5_000, "deliveries/s").json());

    assertThat(Comparison.of(before, after).lines().map(line -> line.replaceAll(" {2,}", "|")))
        .containsExactly(
            "scenario|unit|value A|value B|B / A|ratio A|ratio B|B / A",
            "raw|requests/s|60000|30000|0.5|1|1|1",
            "drain|deliveries/s|6000|12000|2|0.1|0.4|4",
            "latency|ms p99|40",
            "h2|deliveries/s|5000");
  }
}
