package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** Checks who owns a webhook: which callers see, change and stop it. */
class OwnershipIT {
  private static final String MESSAGE =
      "The user has insufficient permissions for the requested operation.";
  private static final String ADMINISTRATOR = "Account Administrator";

  /** Changes that need the permission. */
  private static final List<String> CHANGES =
      List.of(
          "{\"active\":true}",
          "{\"secret\":\"" + "x".repeat(32) + "\"}",
          "{\"callbackUrl\":\"https://127.0.0.1/other\"}",
          "{\"eventTypes\":[\"iModels.iModelDeleted.v1\"]}",
          "{\"active\":false,\"secret\":\"" + "x".repeat(32) + "\"}");

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @Test
  void tokenOfAnotherAccountFindsNothing() {
    Registered webhook = application.register(inbox);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    String id =
        history.awaitStatus(history.publishAndReceive(1).get(0), "succeeded").getString("id");
    String elsewhere = application.draft().with("org", "account-" + UUID.randomUUID()).rs256();
    String path = "/webhooks/" + webhook.id();

    for (String change : CHANGES) {
      assertNotFound(environment.api().patch(path).as(elsewhere).json(change).send());
    }
    assertNotFound(post(path + "/rotate-secret", "{}", elsewhere));
    assertNotFound(post(path + "/test", "{}", elsewhere));
    assertNotFound(post(path + "/recover", "{\"since\":\"2026-01-01T00:00:00Z\"}", elsewhere));
    assertNotFound(post(path + "/deliveries/" + id + "/redeliver", "{}", elsewhere));
    assertNotFound(environment.api().patch(path).as(elsewhere).json("{\"active\":false}").send());
    assertNotFound(environment.api().delete(path).as(elsewhere).send());
    assertNotFound(environment.api().get(path).as(elsewhere).send());
    assertThat(environment.api().get("/webhooks").as(elsewhere).send().is(200).body())
        .doesNotContain(webhook.id());
  }

  @Test
  void tokenWithoutAnAccountOnlyDeactivates() {
    Registered webhook = application.register(inbox);
    String nowhere = application.draft().without("org").rs256();
    String another = environment.application().draft().without("org").rs256();
    String path = "/webhooks/" + webhook.id();
    String stop = "{\"active\":false}";

    for (String change : CHANGES) {
      assertForbidden(environment.api().patch(path).as(nowhere).json(change).send());
    }
    assertForbidden(
        environment.api().patch(path).as(nowhere).json("{\"active\":false,\"foo\":1}").send());
    environment.api().patch(path).as(another).json(stop).send().isError(404, "WebhookNotFound");
    Answer stopped = environment.api().patch(path).as(nowhere).json(stop).send().is(200);
    assertThat(stopped.json().getBoolean("active")).isFalse();
  }

  @Test
  void userAdministratorUpdatesOnlyWebhooksOfTheAccount() {
    Registered webhook = application.create(Application.Body.ofAccount(inbox.url()));
    String own = environment.tokens().accountAdministrator(application.account());
    String foreign = environment.tokens().accountAdministrator("account-" + UUID.randomUUID());
    String path = "/webhooks/" + webhook.id();

    environment.api().get(path).as(own).send().is(200);
    environment.api().patch(path).as(own).json("{\"active\":true}").send().is(200);
    environment.api().get(path).as(foreign).send().isError(404, "WebhookNotFound");
    environment.api().patch(path).as(foreign).json("{}").send().isError(404, "WebhookNotFound");
  }

  @Test
  void userAdministratorRecoversOnlyTheAccountsWebhooks() {
    Registered webhook = application.register(inbox);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    Event event = history.publishAndReceive(1).get(0);
    String id = history.awaitStatus(event, "succeeded").getString("id");
    String own = environment.tokens().accountAdministrator(application.account());
    String foreign = environment.tokens().accountAdministrator("account-" + UUID.randomUUID());
    String since = "{\"since\":\"2026-01-01T00:00:00Z\"}";

    for (String path : List.of("/deliveries", "/deliveries/" + id, "/statistics")) {
      environment.api().get(history.path() + path).as(own).send().is(200);
      environment
          .api()
          .get(history.path() + path)
          .as(foreign)
          .send()
          .isError(404, "WebhookNotFound");
    }
    String redeliver = history.path() + "/deliveries/" + id + "/redeliver";
    post(redeliver, "", foreign).isError(404, "WebhookNotFound");
    post(history.path() + "/recover", since, foreign).isError(404, "WebhookNotFound");
    post(history.path() + "/rotate-secret", "{}", foreign).isError(404, "WebhookNotFound");
    post(history.path() + "/test", "{}", foreign).isError(404, "WebhookNotFound");
    post(redeliver, "", own).is(202);
    inbox.awaitEvent(event.messageId(), 2, Duration.ofSeconds(20));
    post(history.path() + "/recover", since, own).is(202);
    post(history.path() + "/rotate-secret", "{}", own).is(200);
    post(history.path() + "/test", "{}", own).is(200);
  }

  @Test
  void userOfTheCreatingClientSeesAndChangesNothing() {
    Registered webhook = application.create(Application.Body.ofAccount(inbox.url()));
    String user = application.draft().with("email", "user@example.test").rs256();
    String path = "/webhooks/" + webhook.id();

    environment.api().get(path).as(user).send().isError(404, "WebhookNotFound");
    environment.api().get(path + "/deliveries").as(user).send().isError(404, "WebhookNotFound");
    environment.api().delete(path).as(user).send().isError(404, "WebhookNotFound");
    assertForbidden(environment.api().patch(path).as(user).json("{}").send());
    for (String act : List.of("/rotate-secret", "/test", "/recover", "/deliveries/x/redeliver")) {
      assertForbidden(post(path + act, "{}", user));
    }
  }

  private Answer post(String path, String body, String token) {
    return environment.api().post(path).as(token).json(body).send();
  }

  private static void assertNotFound(Answer answer) {
    answer.isError(404, "WebhookNotFound");
  }

  private static void assertForbidden(Answer answer) {
    answer.isError(403, "InsufficientPermissions").hasMessage(MESSAGE);
  }
}
