package webhooks.domain.option.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.shown;

import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.option.WebhookOptions;

/** The rules of the option eventTypePatterns (OPTIONS, section 3), and which types match. */
class EventTypePatternsTest {
  private static Selection selection(String pattern) {
    return options("{'eventTypePatterns': ['" + pattern + "']}").selection();
  }

  @ParameterizedTest
  @CsvSource({
    "iModels.**, iModels.changesReady.v1, true",
    "iModels.**, iModels.a, true",
    "iModels.**, iModels, false",
    "iModels.**, iModelsX.a.v1, false",
    "iModels.**, imodels.a.v1, false",
    "*.jobCompleted.v1, export.jobCompleted.v1, true",
    "*.jobCompleted.v1, jobCompleted.v1, false",
    "*.jobCompleted.v1, a.b.jobCompleted.v1, false",
    "*.jobCompleted.v1, export.jobCompleted.v2, false",
    "*.jobCompleted.v1, export.jobCompleted.v1.x, false",
    "*.jobCompleted.*, export.jobCompleted.v2, true",
    "**, anything.at.all, true",
    "*, one, true",
    "*, one.two, false",
    "*.**, one, false",
    "*.**, one.two.three, true",
    "a.b, a.b, true",
    "a.b, a.bb, false",
    "a.b, a, false",
    "**, webhooks.webhookPaused.v1, false",
    "*.webhookPaused.v1, webhooks.webhookPaused.v1, false"
  })
  void matches(String pattern, String type, boolean matches) {
    assertThat(selection(pattern).subscribes(type, Set.of())).isEqualTo(matches);
  }

  @Test
  void typesThatTheWebhookNamesStayExact() {
    assertThat(selection("a.*").subscribes("b.v1", Set.of("b.v1"))).isTrue();
    assertThat(selection("a.*").subscribes("b.v2", Set.of("b.v1"))).isFalse();
    assertThat(Selection.NONE.subscribes("b.v1", Set.of("b.v1"))).isTrue();
  }

  @Test
  void keepsPatterns() {
    WebhookOptions read = options("{'eventTypePatterns':['iModels.**','*.jobCompleted.v1']}");

    assertThat(shown(read)).isEqualTo("{'eventTypePatterns':['iModels.**','*.jobCompleted.v1']}");
    assertThat(WebhookOptions.parse(read.stored()).changes(read)).isEmpty();
    assertThat(read.selection().bytes()).isPositive();
    assertThat(WebhookOptions.NONE.selection().bytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`'iModels.**'` | InvalidValue eventTypePatterns",
        "`[]` | InvalidValue eventTypePatterns",
        "`[null]` | InvalidValue eventTypePatterns",
        "`['a', 1]` | InvalidValue eventTypePatterns[1]",
        "`['']` | InvalidValue eventTypePatterns[0]",
        "`['**.v1']` | InvalidValue eventTypePatterns[0]",
        "`['a.**.v1']` | InvalidValue eventTypePatterns[0]",
        "`['iModel*.v1']` | InvalidValue eventTypePatterns[0]",
        "`['***']` | InvalidValue eventTypePatterns[0]",
        "`['a..b']` | InvalidValue eventTypePatterns[0]",
        "`['a.']` | InvalidValue eventTypePatterns[0]",
        "`['a b']` | InvalidValue eventTypePatterns[0]",
        "`['webhooks.**']` | InvalidValue eventTypePatterns[0]"
      })
  void refuses(String json, String fault) {
    assertThat(faults("{'eventTypePatterns': " + json + "}")).containsExactly(fault);
  }

  @Test
  void boundsNumberAndLength() {
    String fifty = String.join(",", Collections.nCopies(50, "'a.**'"));

    assertThat(faults("{'eventTypePatterns': [" + fifty + "]}")).isEmpty();
    assertThat(faults("{'eventTypePatterns': [" + fifty + ",'b']}"))
        .containsExactly("LimitExceeded eventTypePatterns");
    assertThat(faults("{'eventTypePatterns': ['" + "a".repeat(255) + "']}")).isEmpty();
    assertThat(faults("{'eventTypePatterns': ['" + "a".repeat(256) + "']}"))
        .containsExactly("InvalidValue eventTypePatterns[0]");
  }
}
