package webhooks.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** Tests with an event type, and a content, that the owner chooses. */
class ChosenTestIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);

  private Answer test(String body) {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + "/test")
        .as(application.token())
        .json(body)
        .send();
  }

  private String sent(String body) {
    test(body).is(200);
    Receipt last = inbox.receipts().get(inbox.receipts().size() - 1);
    last.assertSignedWith(webhook.secret());
    return last.text();
  }

  private JsonObject type(String name) {
    return environment
        .api()
        .get("/event-types/" + name)
        .as(application.token())
        .send()
        .is(200)
        .json();
  }

  @Test
  void exampleOfTheCatalogueIsSent() {
    String name = "realityModeling.jobCompleted.v2";
    JsonObject example = type(name).getJsonObject("content");

    assertThat(sent("{\"eventType\":\"" + name + "\"}"))
        .startsWith("{\"content\":" + example + ",\"eventType\":\"" + name + "\"");
    assertThat(example.keySet()).containsExactly("jobId", "state");
  }

  @Test
  void contentIsSentAsItCame() {
    assertThat(
            sent(
                "{\"content\": {\"b\" :1.50,\"a\":[ ]}, \"eventType\":\"%s\"}"
                    .formatted(TestEnvironment.ADDED_TYPE)))
        .startsWith("{\"content\":{\"b\" :1.50,\"a\":[ ]},\"eventType\":\"orders.created.v1\"");
    assertThat(sent("{}")).contains("\"eventType\":\"webhooks.test.v1\"", "Nothing happened.");
  }

  @Test
  void allFaultsAreNamed() {
    test("{\"eventType\":\"no.such.v1\",\"content\":[],\"messageId\":\"x\"}")
        .isError(
            422,
            "InvalidRequest",
            "InvalidRequestBody content",
            "InvalidValue eventType",
            "InvalidProperty messageId");
    assertThat(inbox.receipts()).isEmpty();
  }

  @Test
  void unknownTypeHasNoExample() {
    environment
        .api()
        .get("/event-types/webhooks.test.v1")
        .as(application.token())
        .send()
        .isError(404, "ResourceNotFound", "OperationNotFound");
  }
}
