package webhooks.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** Owners see what a webhook would get, and nothing is sent. Apostrophes stand for quotes. */
class OptionPreviewIT {
  private static final String EVENT =
      "'event':{'eventType':'" + Event.CREATED + "','content':{'result':'Success'}}";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);

  private Answer preview(String body) {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + "/options/preview")
        .as(application.token())
        .json(body.replace('\'', '"'))
        .send();
  }

  @Test
  void showsTheFilterAndTheRequest() {
    Answer answer =
        preview(
                "{'options':{'filters':[{'exact':{'$.content.result':'Failed'}}],"
                    + "'headers':[{'name':'X-Key','value':'canary-of-preview'}],"
                    + "'authentication':{'type':'basic','username':'u','password':'canary-of-user'}},"
                    + EVENT
                    + "}")
            .is(200);

    JsonObject json = answer.json();
    assertThat(json.getBoolean("matches")).isFalse();
    assertThat(json.getString("reason")).isEqualTo("filtered");
    assertThat(json.getString("filter")).isEqualTo("filters[0]");
    assertThat(json.getString("body")).contains("\"webhookId\":\"" + webhook.id() + "\"");
    JsonObject headers = json.getJsonObject("requestHeaders");
    assertThat(headers.getString("x-key")).isEqualTo("***");
    assertThat(headers.getString("authorization")).isEqualTo("***");
    assertThat(headers.getString("signature")).isEqualTo("sha256=*…");
    assertThat(headers.getString("webhook-signature")).isEqualTo("v1,***");
    assertThat(headers.keySet()).contains("content-type");
    assertThat(answer.body()).doesNotContain("canary", webhook.secret());
    assertThat(inbox.receipts()).isEmpty();
  }

  @Test
  void countsStoredEvents() {
    Event event = Event.ofAccount(application.account()).holding("{\"result\":\"Failed\"}");
    environment.publish(event.json()).is(202);
    inbox.awaitEvent(event.messageId());

    JsonObject json =
        preview(
                "{'options':{'filters':[{'exact':{'$.content.result':'Success'}}]},'since':'%s'}"
                    .formatted(Instant.now().minusSeconds(600)))
            .is(200)
            .json();

    assertThat(json.getInt("events")).isEqualTo(1);
    assertThat(json.getInt("matched")).isZero();
    assertThat(json.getJsonArray("examples").getJsonObject(0).getString("filter"))
        .isEqualTo("filters[0]");
    assertThat(preview("{'messageId':'" + event.messageId() + "'}").is(200).json())
        .containsEntry("matches", jakarta.json.JsonValue.TRUE);
  }

  @Test
  void refusesFaultsWithTheirPaths() {
    preview("{'options':{'filters':[{'sql':'x'}]}," + EVENT + "}")
        .isError(422, "InvalidRequest", "InvalidProperty options.filters[0].sql");
    preview("{}").isError(422, "InvalidRequest", "MissingRequiredProperty event");
  }
}
