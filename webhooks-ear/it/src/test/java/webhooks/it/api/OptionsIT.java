package webhooks.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** The options of a webhook over REST, and the requests that a receiver gets because of them. */
class OptionsIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final String canary = "canary-" + UUID.randomUUID();

  private static String path(Registered webhook) {
    return "/webhooks/" + webhook.id() + "/options";
  }

  private Answer patch(Registered webhook, String body) {
    return application.patchOptions(webhook, body);
  }

  private Answer put(Registered webhook, String body) {
    return environment
        .api()
        .put(path(webhook))
        .as(application.token())
        .json(body.replace('\'', '"'))
        .send();
  }

  private Answer get(Registered webhook) {
    return environment.api().get(path(webhook)).as(application.token()).send();
  }

  private Receipt deliver() {
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    return inbox.awaitEvent(event.messageId());
  }

  @Test
  void requestHasHeadersAndPassword() {
    Registered webhook = application.register(inbox);
    JsonObject shown =
        patch(
                webhook,
                "{'headers': [{'name': 'X-Key', 'value': '%s'},".formatted(canary)
                    + " {'name': 'X-Stage', 'value': 'a b', 'secret': false}],"
                    + " 'authentication': {'type': 'basic', 'username': 'Aladdin',"
                    + " 'password': 'open sesame'}}")
            .is(200)
            .json();

    Receipt receipt = deliver();

    assertThat(receipt.header("X-Key")).isEqualTo(canary);
    assertThat(receipt.header("X-Stage")).isEqualTo("a b");
    assertThat(receipt.header("Authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    receipt.assertSignedWith(webhook.secret());
    assertThat(shown.toString()).doesNotContain(canary).doesNotContain("sesame");
    assertThat(get(webhook).is(200).json()).isEqualTo(shown);
  }

  /** The secret is in no answer and no log line, also after a failed attempt and a test. */
  @Test
  void secretsNeverComeBack() {
    Registered webhook = application.register(inbox.respondWith(500, 204));
    patch(webhook, "{'headers': [{'name': 'X-Odd', 'value': '%s'}]}".formatted(canary)).is(200);
    Event event = Event.ofAccount(application.account());
    environment.producer().publish(event);
    inbox.awaitEvent(event.messageId());
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    history.awaitFailures(1);
    String id = DeliveryHistory.deliveries(history.list("").json()).get(0).getString("id");

    JsonObject delivery = history.get(id).is(200).json();
    String test =
        environment
            .api()
            .post("/webhooks/" + webhook.id() + "/test")
            .as(application.token())
            .send()
            .is(200)
            .body();
    String audit =
        environment
            .api()
            .get("/webhooks/" + webhook.id() + "/audit")
            .as(application.token())
            .send()
            .is(200)
            .body();

    assertThat(delivery.toString()).contains("\"x-odd\":\"***\"").doesNotContain(canary);
    assertThat(test).contains("\"x-odd\":\"***\"").doesNotContain(canary);
    assertThat(audit).contains("options.updated", "\"headers\"").doesNotContain(canary);
    assertThat(environment.product().log()).doesNotContain(canary);
  }

  /** A receiver that repeats the request does not put the secret into the history. */
  @Test
  void repeatedSecretIsHidden() {
    Registered webhook =
        application.register(
            inbox
                .respondWith(500)
                .respondWithHeader("X-Echo", canary + ", " + canary)
                .respondWithBody(("your key is " + canary).getBytes(StandardCharsets.UTF_8)));
    patch(webhook, "{'headers': [{'name': 'X-Odd', 'value': '%s'}]}".formatted(canary)).is(200);

    String test =
        environment
            .api()
            .post("/webhooks/" + webhook.id() + "/test")
            .as(application.token())
            .send()
            .is(200)
            .body();

    assertThat(test).contains("your key is ***", "***, ***").doesNotContain(canary);
  }

  /** A caller who may change the URL must not read a secret. */
  @Test
  void secretsAreNotSentToAnotherOrigin() {
    Registered webhook = application.register(inbox);
    patch(webhook, "{'headers': [{'name': 'X-Key', 'value': '%s'}]}".formatted(canary)).is(200);
    URI elsewhere = URI.create(inbox.url().toString().replace("127.0.0.1", "localhost"));

    application.patch(webhook, "{\"callbackUrl\":\"%s\"}".formatted(elsewhere)).is(200);

    assertThat(deliver().hasHeader("X-Key")).isFalse();
    assertThat(get(webhook).is(200).body()).contains("\"bound\":false");
    application.patch(webhook, "{\"callbackUrl\":\"%s\"}".formatted(inbox.url())).is(200);
    assertThat(deliver().hasHeader("X-Key")).as("after the way back").isFalse();
    patch(webhook, "{'headers': [{'name': 'X-Key'}]}").is(200);
    assertThat(deliver().hasHeader("X-Key")).isFalse();
    patch(webhook, "{'headers': [{'name': 'X-Key', 'value': '%s'}]}".formatted(canary)).is(200);
    assertThat(deliver().header("X-Key")).isEqualTo(canary);
  }

  @Test
  void putReplacesAndDeleteResets() {
    Registered webhook = application.register(inbox);
    assertThat(get(webhook).is(200).json()).isEmpty();
    patch(webhook, "{'description': 'first', 'headers': [{'name': 'A', 'value': 'b'}]}").is(200);

    JsonObject replaced = put(webhook, "{'description': 'second'}").is(200).json();

    assertThat(replaced).containsOnlyKeys("description", "modified");
    environment.api().delete(path(webhook) + "/description").as(application.token()).send().is(204);
    assertThat(get(webhook).is(200).json()).containsOnlyKeys("modified");
    environment
        .api()
        .delete(path(webhook) + "/color")
        .as(application.token())
        .send()
        .isError(404, "ResourceNotFound", "OperationNotFound");
  }

  @Test
  void changeLeavesTheWebhookAsItWas() {
    Registered webhook = application.register(inbox);
    JsonObject before = application.get(webhook).is(200).json();

    patch(webhook, "{'description': 'text'}").is(200);

    assertThat(application.get(webhook).is(200).json()).isEqualTo(before);
  }

  @Test
  void namesAllFaults() {
    Registered webhook = application.register(inbox);

    patch(webhook, "{'headers': [{'name': 'Host', 'value': 'a'}], 'description': 1, 'batch': {}}")
        .isError(
            422,
            "InvalidRequest",
            "InvalidProperty batch",
            "InvalidValue headers[0].name",
            "InvalidValue description");
    assertThat(get(webhook).is(200).json()).isEmpty();
  }

  @Test
  void bodyIsBounded() {
    Registered webhook = application.register(inbox);
    String text = "x".repeat(64 * 1024);

    patch(webhook, "{'description': '%s'}".formatted(text)).is(413);
  }

  @Test
  void optionsBelongToTheOwner() {
    Registered webhook = application.register(inbox);
    Application stranger = environment.application();

    environment
        .api()
        .get(path(webhook))
        .as(stranger.token())
        .send()
        .isError(404, "WebhookNotFound");
    stranger.patchOptions(webhook, "{}").isError(404, "WebhookNotFound");
  }
}
