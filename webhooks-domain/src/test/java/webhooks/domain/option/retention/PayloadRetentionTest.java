package webhooks.domain.option.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.shown;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.value.IsoDuration;

/** The rules of the option retention (OPTIONS, section 7). */
class PayloadRetentionTest {
  @Test
  void keepsAllMembers() {
    String json =
        "{'retention':{'payload':'PT1H','storeResponse':false,'redact':['$.content.email']}}";
    WebhookOptions read = options(json);

    assertThat(shown(read)).isEqualTo(json);
    assertThat(WebhookOptions.parse(read.stored()).changes(read)).isEmpty();
    assertThat(read.retention().payload().map(IsoDuration::length)).contains(Duration.ofHours(1));
    assertThat(read.retention().storesResponse()).isFalse();
    assertThat(read.retention().redactedPaths()).hasSize(1);
  }

  @Test
  void givesBackTheTimeAsItWasSet() {
    String json = "{'retention':{'payload':'P14D','storeResponse':true}}";

    assertThat(shown(WebhookOptions.parse(options(json).stored()))).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "true", "{}", "'14D'", "'PT0.5S'"})
  void wrongTimeIsOneFault(String payload) {
    assertThat(faults("{'retention':{'payload':" + payload + "}}"))
        .containsExactly("InvalidValue retention.payload");
  }

  @Test
  void webhookWithoutTheOptionKeepsAll() {
    assertThat(WebhookOptions.NONE.retention()).isEqualTo(PayloadRetention.NONE);
    assertThat(options("{'retention':{'payload':'PT0S'}}").retention().storesResponse()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{'retention': 10}` | InvalidValue retention",
        "`{'retention': {}}` | InvalidValue retention",
        "`{'retention': {'payload': null}}` | InvalidValue retention",
        "`{'retention': {'payload': 'P15D'}}` | InvalidValue retention.payload",
        "`{'retention': {'payload': 'PT336H1S'}}` | InvalidValue retention.payload",
        "`{'retention': {'payload': '-PT1S'}}` | InvalidValue retention.payload",
        "`{'retention': {'payload': 'PT0.5S'}}` | InvalidValue retention.payload",
        "`{'retention': {'payload': 'p1d'}}` | InvalidValue retention.payload",
        "`{'retention': {'payload': '+PT1S'}}` | InvalidValue retention.payload",
        "`{'retention': {'payload': 'P1M'}}` | InvalidValue retention.payload",
        "`{'retention': {'storeResponse': 'no'}}` | InvalidValue retention.storeResponse",
        "`{'retention': {'redact': '$.content.a'}}` | InvalidValue retention.redact",
        "`{'retention': {'redact': ['$.content[*]']}}` | InvalidValue retention.redact[0]",
        "`{'retention': {'redact': ['$.messageId']}}` | InvalidValue retention.redact[0]",
        "`{'retention': {'redact': ['$.content', 'x']}}` | InvalidValue retention.redact[1]",
        "`{'retention': {'redact': ['$']}}` | InvalidValue retention.redact[0]",
        "`{'retention': {'storeResponse': true, 'days': 1}}` | InvalidProperty retention.days"
      })
  void refuses(String json, String fault) {
    assertThat(faults(json)).contains(fault);
  }

  @Test
  void refusesMoreThanTwentyPaths() {
    String paths =
        IntStream.range(0, 21)
            .mapToObj(i -> "'$.content.p" + i + "'")
            .collect(Collectors.joining(","));

    assertThat(faults("{'retention':{'redact':[" + paths + "]}}"))
        .containsExactly("LimitExceeded retention.redact");
  }
}
