package webhooks.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTest {
  private final Result measured =
      new Result("drain", 24_681.357, "deliveries/s").comparedTo(60_000);

  @Test
  void dividesByTheReference() {
    assertThat(measured.ratio().orElseThrow()).isEqualTo(24_681.357 / 60_000);
  }

  @Test
  void isMetIfAllTargetsAre() {
    assertThat(measured.ratioAtLeast(0.4).isMet()).contains(true);
    assertThat(measured.ratioAtLeast(0.42).isMet()).contains(false);
    assertThat(measured.ratioAtMost(0.4).isMet()).contains(false);
    assertThat(measured.ratioAtLeast(0.4).with(Target.atLeast("value", 24_681, 30_000)).isMet())
        .contains(false);
    assertThat(measured.with(Target.atLeast("value", Double.NaN, 0)).isMet()).contains(false);
  }

  @Test
  void onlyReportsWithoutTarget() {
    assertThat(measured.counted(0, 0).isMet()).isEmpty();
  }

  @Test
  void isNotMetIfADeliveryIsLostOrRepeated() {
    Result met = measured.ratioAtLeast(0.4);

    assertThat(met.counted(0, 0).isMet()).contains(true);
    assertThat(met.counted(1, 0).isMet()).contains(false);
    assertThat(met.counted(0, 1).isMet()).contains(false);
    assertThat(measured.counted(1, 0).isMet()).contains(false);
  }

  @Test
  void writesOneLineOfJson() {
    assertThat(measured.ratioAtLeast(0.4).counted(0, 2).with(Map.of("rss-mb", 812.0)).json())
        .isEqualTo(
            "{\"scenario\":\"drain\",\"value\":24681,\"unit\":\"deliveries/s\",\"ratio\":0.4114,"
                + "\"target\":\"ratio >= 0.4\",\"met\":false,\"lost\":0,\"duplicates\":2,"
                + "\"figures\":{\"rss-mb\":812.0}}");
    assertThat(new Result("api", 1, "requests/s").json())
        .contains("\"ratio\":null", "\"target\":\"\"", "\"met\":null", "\"lost\":null");
  }

  @Test
  void tableHasARowForEachResult() {
    String table = ResultTable.of(List.of(measured.ratioAtLeast(0.4).counted(0, 0)));

    assertThat(table.lines())
        .containsExactly(
            "scenario  value      unit          ratio  target        met  lost  duplicates",
            "drain     24681.357  deliveries/s  0.411  ratio >= 0.4  yes  0     0");
  }
}
