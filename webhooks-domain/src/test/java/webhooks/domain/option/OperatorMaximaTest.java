package webhooks.domain.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Refusal;
import webhooks.domain.settings.OptionSettings;

/** The operator's maxima hold for requests, not for stored options. */
class OperatorMaximaTest {
  private static final OptionSettings MAXIMA =
      new OptionSettings(Duration.ofSeconds(10), Duration.ofHours(1));

  private static WebhookOptions patch(WebhookOptions before, String json) {
    return new ChangeOptions(OptionJson.members(json), false, List.of())
        .applyTo(before, OptionRules.RECEIVER, MAXIMA, (after, faults) -> {});
  }

  private static List<String> faults(String json) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> patch(WebhookOptions.NONE, json));
    return refusal.details().stream()
        .map(fault -> fault.code().text() + " " + fault.target().orElseThrow())
        .toList();
  }

  @Test
  void acceptsMaxima() {
    WebhookOptions read =
        patch(
            WebhookOptions.NONE, "{'timeout': 'PT10S', 'retry': {'schedule': ['PT59M', 'PT60S']}}");

    assertThat(read.timeout()).isPresent();
    assertThat(read.retry()).isPresent();
  }

  @Test
  void refusesMore() {
    assertThat(faults("{'timeout': 'PT10.001S', 'retry': {'schedule': ['PT1H', 'PT1S']}}"))
        .containsExactly("LimitExceeded timeout", "LimitExceeded retry.schedule");
  }

  @Test
  void storedOptionsStayAfterAMaximumWasLowered() {
    WebhookOptions stored =
        WebhookOptions.parse("{\"timeout\":\"PT30S\",\"retry\":{\"schedule\":[\"P2D\"]}}");

    WebhookOptions after = patch(stored, "{'description': 'other'}");

    assertThat(after.timeout()).isEqualTo(stored.timeout());
    assertThat(after.retry()).isEqualTo(stored.retry());
  }
}
