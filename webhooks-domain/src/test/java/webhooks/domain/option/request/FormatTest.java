package webhooks.domain.option.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static webhooks.domain.option.OptionRules.RECEIVER;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.patch;
import static webhooks.domain.option.OptionRules.put;
import static webhooks.domain.option.OptionRules.shown;
import static webhooks.domain.option.request.EventForms.PUBLIC_URL;
import static webhooks.domain.option.request.EventForms.event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.option.WebhookOptions;

/** The rules of the option {@code format} (OPTIONS, section 4). */
class FormatTest {
  private static final String TEMPLATE =
      "{'mode':'template','template':{'text':'${$.content.id}','none':null,'n':[1.50,true]}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'mode':'itwin'}",
        "{'mode':'cloudevents-structured'}",
        "{'mode':'cloudevents-binary'}",
        TEMPLATE
      })
  void isStoredAndShownAsItIsSet(String json) {
    WebhookOptions set = options("{'format':" + json + "}");

    assertThat(shown(set)).isEqualTo("{'format':" + json + "}");
    assertThat(WebhookOptions.parse(set.stored()).changes(set)).isEmpty();
    assertThat(set.changes(WebhookOptions.NONE)).containsExactly("format");
  }

  @Test
  void isReplacedAsAWhole() {
    WebhookOptions before = options("{'format':" + TEMPLATE + "}");

    assertThat(shown(patch(before, "{'format':{'mode':'itwin'}}")))
        .isEqualTo("{'format':{'mode':'itwin'}}");
    assertThat(patch(before, "{'format':" + TEMPLATE.replace("1.50", "1.5") + "}").changes(before))
        .containsExactly("format");
    assertThat(put(before, "{}").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'itwin' | InvalidValue format",
        "[] | InvalidValue format",
        "{} | InvalidValue format.mode",
        "{'mode':1} | InvalidValue format.mode",
        "{'mode':'Itwin'} | InvalidValue format.mode",
        "{'mode':'cloudevents-batch'} | InvalidValue format.mode",
        "{'mode':'itwin','x':1} | InvalidProperty format.x",
        "{'mode':'itwin','template':{}} | InvalidValue format.template",
        "{'mode':'cloudevents-binary','template':'x'} | InvalidValue format.template",
        "{'mode':'template'} | InvalidValue format.template",
        "{'mode':'template','template':null} | InvalidValue format.template",
        "{'mode':'template','template':'${x}'} | InvalidValue format.template",
        "{'mode':'template','template':{'a':[1,{'text':'${$..x}'}]}}"
            + " | InvalidValue format.template.a[1].text",
        "{'mode':'template','template':{'blocks':[{'text':'a ${$.a'}]}}"
            + " | InvalidValue format.template.blocks[0].text",
        "{'mode':'template','template':{'a':'\\ud800'}} | InvalidValue format.template.a"
      })
  void refuses(String format, String fault) {
    assertThat(faults("{'format':" + format + "}")).containsExactly(fault);
  }

  @Test
  void namesAllFaultsAtOnce() {
    assertThat(
            faults(
                "{'format':{'mode':'template','x':1,'template':{'a':'${}','b':['${$.a ?? }']}}}"))
        .containsExactly(
            "InvalidValue format.template.a",
            "InvalidValue format.template.b[0]",
            "InvalidProperty format.x");
  }

  @Test
  void withoutFormatTheBodyIsThatOfThePlatform() throws FormatException {
    OutgoingEvent event = event("{'a': 1.50}");

    RequestContent content = WebhookOptions.NONE.format().content(event, PUBLIC_URL);

    assertThat(content.body()).isSameAs(event.body());
    assertThat(content.contentType()).isEqualTo("application/json");
    assertThat(content.headers()).isEmpty();
    assertThat(options("{'format':{'mode':'itwin'}}").format().content(event, "").body())
        .isEqualTo(event.body());
  }

  /** A later version may store it. Its events wait. */
  @Test
  void unknownStoredModeIsNotLeftOut() {
    assertThatThrownBy(() -> WebhookOptions.parse("{\"format\":{\"mode\":\"cloudevents-batch\"}}"))
        .isInstanceOf(IllegalStateException.class);
  }

  /** The rules may have been others when it was stored. */
  @Test
  void storedTemplateOverALimitIsRead() throws FormatException {
    String stored =
        "{\"format\":{\"mode\":\"template\",\"template\":\"" + "x".repeat(20_000) + "\"}}";

    assertThat(WebhookOptions.parse(stored).format().content(event("{}"), "").body())
        .hasSize(20_002);
  }

  @Test
  void descriptionHasNoTemplate() {
    assertThat(options("{'format':" + TEMPLATE + "}").format().toString())
        .doesNotContain("content");
    assertThat(options("{'format':" + TEMPLATE + "}").shown(RECEIVER).toString())
        .contains("content");
  }
}
