package webhooks.bench.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.bench.scenario.console.Page.Call;
import webhooks.bench.scenario.console.Page.Caller;

class PagesTest {
  private static final Samples SAMPLES =
      new Samples(
          "account-0193f0c2-0000-4000-8000-000000000001",
          "0193f0c2-0000-7000-8000-000000000001",
          "0193f0c2-0000-7000-8000-000000000002",
          List.of("0193f0c2-0000-7000-8000-000000000001", "0193f0c2-0000-7000-8000-000000000002"),
          "0193f0c2-0000-7000-9000-000000000003",
          "5b0f6f0e-0000-4000-8000-000000000004",
          "5b0f6f0e000040008000000000000004",
          "A-00000010");

  private final List<Page> pages =
      Stream.concat(OwnerPages.of(SAMPLES).stream(), OperatorPages.of(SAMPLES).stream()).toList();

  @Test
  void resultsHaveNamesOfTheirOwn() {
    assertThat(pages).extracting(Page::name).doesNotHaveDuplicates();
  }

  /** The API refuses a caller who reads more of them. */
  @Test
  void noPageReadsMoreThanTwoStatisticsAtATime() {
    assertThat(pages.stream().flatMap(page -> page.stages().stream()))
        .allMatch(stage -> stage.stream().filter(PagesTest::isStatistic).count() <= 2);
  }

  private static boolean isStatistic(Call call) {
    return call.path().contains("/statistics") || call.path().endsWith("/recover");
  }

  @Test
  void onlyOperatorsReadTheirPages() {
    assertThat(pages)
        .allSatisfy(
            page ->
                assertThat(page.stages().stream().flatMap(List::stream))
                    .extracting(call -> call.path().startsWith("/admin/"))
                    .contains(page.caller() == Caller.OPERATOR));
  }

  @Test
  void valuesOfParametersAreEncoded() {
    assertThat(Page.with("/deliveries?$top=50", "text", "Bridge & 17"))
        .isEqualTo("/deliveries?$top=50&text=Bridge+%26+17");
    assertThat(Page.with("/webhooks", "search", "/v2")).isEqualTo("/webhooks?search=%2Fv2");
  }

  @Test
  void laterRequestsWaitForEarlierOnes() {
    Page page = Page.of("a", Caller.ADMINISTRATOR, "/one", "/two").then("/three");
    assertThat(page.stages())
        .extracting(stage -> stage.stream().map(Call::path).toList())
        .containsExactly(List.of("/one", "/two"), List.of("/three"));
  }
}
