package webhooks.domain.option.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.shown;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.option.WebhookOptions;

/** The rules of the option retry (OPTIONS, section 4). */
class RetryTest {
  private static Retry retry(String members) {
    return options("{'retry': {" + members + "}}").retry().orElseThrow();
  }

  private static String schedule(int count, String entry) {
    return Stream.generate(() -> "'" + entry + "'")
        .limit(count)
        .collect(Collectors.joining(",", "'schedule':[", "]"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'schedule':[]",
        "'schedule':['PT1S','P2D']",
        "'schedule':['P2D','P2D','P2D','P1D']",
        "'finalStatuses':[300,400,599]",
        "'schedule':['PT5S'],'finalStatuses':[410]"
      })
  void keepsWhatIsSet(String members) {
    WebhookOptions read = options("{'retry':{" + members + "}}");

    assertThat(shown(read)).isEqualTo("{'retry':{" + members + "}}");
    assertThat(WebhookOptions.parse(read.stored()).changes(read)).isEmpty();
  }

  @Test
  void readsWaitsAndStatuses() {
    Retry retry = retry("'schedule':['PT5S',null,'PT1H'],'finalStatuses':[400,400,4.04e2]");

    assertThat(retry.waits()).contains(List.of(Duration.ofSeconds(5), Duration.ofHours(1)));
    assertThat(retry.finalStatuses()).containsExactly(400, 404);
    assertThat(retry("'finalStatuses':[]").waits()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`'retry': []` | InvalidValue retry",
        "`'retry': {}` | InvalidValue retry",
        "`'retry': {'schedule': null}` | InvalidValue retry",
        "`'retry': {'schedule': 'PT5S'}` | InvalidValue retry.schedule",
        "`'retry': {'schedule': ['PT5S', 5]}` | InvalidValue retry.schedule[1]",
        "`'retry': {'schedule': ['PT0.999S']}` | InvalidValue retry.schedule[0]",
        "`'retry': {'schedule': ['P2DT0.001S']}` | InvalidValue retry.schedule[0]",
        "`'retry': {'schedule': ['P2D','P2D','P2D','P1D','PT1S']}` | LimitExceeded retry.schedule",
        "`'retry': {'finalStatuses': 400}` | InvalidValue retry.finalStatuses",
        "`'retry': {'finalStatuses': ['400']}` | InvalidValue retry.finalStatuses[0]",
        "`'retry': {'finalStatuses': [299]}` | InvalidValue retry.finalStatuses[0]",
        "`'retry': {'finalStatuses': [600]}` | InvalidValue retry.finalStatuses[0]",
        "`'retry': {'finalStatuses': [400.5]}` | InvalidValue retry.finalStatuses[0]",
        "`'retry': {'finalStatuses': [1e999999]}` | InvalidValue retry.finalStatuses[0]",
        "`'retry': {'schedule': [], 'jitter': 1}` | InvalidProperty retry.jitter"
      })
  void refuses(String members, String fault) {
    assertThat(faults("{" + members + "}")).containsExactly(fault);
  }

  @Test
  void boundsItsLists() {
    String statuses =
        IntStream.rangeClosed(400, 500)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "'finalStatuses':[", "]"));

    assertThat(retry(schedule(20, "PT1S")).waits().orElseThrow()).hasSize(20);
    assertThat(faults("{'retry': {" + schedule(21, "PT1S") + "}}"))
        .containsExactly("LimitExceeded retry.schedule");
    assertThat(faults("{'retry': {" + statuses + "}}"))
        .containsExactly("LimitExceeded retry.finalStatuses");
  }

  @Test
  void namesAllFaults() {
    assertThat(faults("{'timeout': 'PT31S', 'retry': {'schedule': ['x','PT1S','PT0S'], 'a': 1}}"))
        .containsExactlyInAnyOrder(
            "InvalidValue timeout",
            "InvalidValue retry.schedule[0]",
            "InvalidValue retry.schedule[2]",
            "InvalidProperty retry.a");
  }
}
