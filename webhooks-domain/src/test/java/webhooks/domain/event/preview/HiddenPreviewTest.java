package webhooks.domain.event.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.webhook.WebhookRow;

/** What a preview hides, and which callers it refuses. */
@OnEveryDatabase
class HiddenPreviewTest extends PreviewFixture {
  HiddenPreviewTest(TestDatabase database) {
    super(database);
  }

  @Test
  void permissionAndShareComeBeforeOptions() {
    whenOptionsAreRead = () -> make("{'since':1}");
    assertThat(faults("{'options':{}}")).as("second").containsExactly("InvalidValue since");
    whenOptionsAreRead = () -> make("{'options':{}}");
    assertRefused("{'options':{}}", ErrorCode.SERVICE_UNAVAILABLE);

    allowed = false;
    whenOptionsAreRead = () -> fail("The caller may not preview");
    assertRefused("{'options':{},'event':1}", ErrorCode.INSUFFICIENT_PERMISSIONS);
  }

  private void assertRefused(String json, ErrorCode code) {
    assertThat(catchThrowableOfType(Refusal.class, () -> make(json)).code()).isEqualTo(code);
  }

  @Test
  void refusesErasedEvent() {
    UUID id = store(TYPE, "account", "Failed");
    database.execute("update event set body = ?", (Object) new byte[0]);

    assertThat(faults("{'messageId':'" + id + "'}")).containsExactly("PayloadErased messageId");
  }

  @Test
  void storedRedactionHoldsForOtherOptions() {
    UUID id = store(TYPE, "account", "Failed");
    new WebhookRow(WEBHOOK).insertInto(database);
    WebhookOptions redacting = OptionRules.options("{'retention':{'redact':['$.content.result']}}");
    database.inTransaction(
        () -> {
          options.put(WEBHOOK, "account", redacting, Instant.now());
          return null;
        });

    EventPreview preview =
        event(
            "{'options':{'filters':[{'exact':{'$.content.result':'Failed'}}]},'messageId':'"
                + id
                + "'}");
    assertThat(preview.refusal()).isEmpty();
    assertThat(new String(preview.request().orElseThrow().body(), StandardCharsets.UTF_8))
        .startsWith("{\"content\":{\"result\":\"***\"},\"eventType\":\"" + TYPE)
        .endsWith("\"webhookId\":\"" + WEBHOOK + "\"}");
  }
}
