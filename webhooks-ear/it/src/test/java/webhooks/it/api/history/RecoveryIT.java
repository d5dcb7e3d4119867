package webhooks.it.api.history;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;

/** Tests the operations that redeliver one delivery and recover all failed ones. */
class RecoveryIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @Test
  void sendsARedeliveryForEachRequest() {
    DeliveryHistory history = historyOf(application.register(inbox));
    Event event = history.publishAndReceive(1).get(0);
    String id = history.awaitStatus(event, "succeeded").getString("id");
    // On a busy machine the receiver may have timed out at first.
    int all = history.attempts(id) + 2;

    // Sends both requests at once: the first redelivery may be in any state.
    for (int i = 0; i < 2; i++) {
      JsonObject queued = history.redeliver(id).is(202).json();
      assertThat(queued.getString("id")).isEqualTo(id);
    }
    history.awaitAttempts(id, all);

    assertThat(inbox.receipts(event.messageId())).hasSize(all);
    assertThat(inbox.receipts(event.messageId()))
        .extracting(Receipt::text)
        .containsOnly(inbox.awaitEvent(event.messageId()).text());
  }

  @Test
  void redeliveryRestartsTheSchedule() {
    inbox.respondWith(500);
    DeliveryHistory history = historyOf(application.register(inbox));
    Event event = history.publishAndReceive(1).get(0);
    String id = history.awaitStatus(event, "exhausted").getString("id");

    history.redeliver(id).is(202);

    history.awaitAttempts(id, 6);
    history.awaitStatus(event, "exhausted");
  }

  @Test
  void recoversOnlyFailedDeliveriesSinceTheTime() {
    inbox.respondWith(500);
    DeliveryHistory history = historyOf(application.register(inbox));
    Event before = history.publishAndReceive(1).get(0);
    history.awaitStatus(before, "exhausted");
    List<Event> lost = history.publishAndReceive(3);
    lost.forEach(event -> history.awaitStatus(event, "exhausted"));
    List<JsonObject> deliveries = DeliveryHistory.deliveries(history.list("").json());
    String since = deliveries.get(2).getString("created");
    inbox.respondWith(204);

    JsonObject answer =
        history.recover("{\"since\":\"%s\",\"statusCode\":500}".formatted(since)).is(202).json();

    assertThat(answer.keySet()).containsExactly("recovered");
    assertThat(answer.getInt("recovered")).isEqualTo(3);
    lost.forEach(event -> history.awaitStatus(event, "succeeded"));
    assertThat(history.messages("?status=exhausted")).containsExactly("" + before.messageId());
  }

  @Test
  void recoversCancelledRetriesAtOnce() {
    inbox.respondWith(503).respondWithHeader("Retry-After", "3600");
    Registered webhook = application.register(inbox);
    DeliveryHistory history = historyOf(webhook);
    Event event = history.publishAndReceive(1).get(0);
    history.awaitRetry(event);
    application.deactivate(webhook);
    application.activate(webhook);
    inbox.respondWith(204);

    JsonObject answer = history.recover("{\"since\":\"2026-01-01T00:00:00Z\"}").is(202).json();

    assertThat(answer.getInt("recovered")).isEqualTo(1);
    history.awaitStatus(event, "succeeded");
  }

  @Test
  void recoversPendingRetriesAtOnceIfAsked() {
    inbox.respondWith(503).respondWithHeader("Retry-After", "3600");
    Registered webhook = application.register(inbox);
    DeliveryHistory history = historyOf(webhook);
    Event event = history.publishAndReceive(1).get(0);
    history.awaitRetry(event);
    // The pause stays with the webhook until its URL changes.
    application.patch(webhook, "{\"callbackUrl\":\"%s?again\"}".formatted(inbox.url())).is(200);
    inbox.respondWith(204);
    String since = "{\"since\":\"2026-01-01T00:00:00Z\"";

    assertThat(history.recover(since + "}").is(202).json().getInt("recovered")).isZero();
    JsonObject answer = history.recover(since + ",\"status\":[\"pending\"]}").is(202).json();

    assertThat(answer.getInt("recovered")).isEqualTo(1);
    history.awaitStatus(event, "succeeded");
  }

  @Test
  void refusesRecoveryOfInactiveWebhook() {
    Registered webhook = application.register(inbox);
    DeliveryHistory history = historyOf(webhook);
    String id =
        history.awaitStatus(history.publishAndReceive(1).get(0), "succeeded").getString("id");
    application.deactivate(webhook);

    history.redeliver(id).isError(422, "InvalidRequest", "InvalidValue active");
    history
        .recover("{\"since\":\"2026-01-01T00:00:00Z\"}")
        .isError(422, "InvalidRequest", "InvalidValue active");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | MissingRequiredProperty since",
        "[] | InvalidRequestBody",
        "{\"since\":\"x\"} | InvalidValue since",
        "{\"since\":1} | InvalidRequestBody since",
        "{\"since\":\"2026-01-01T00:00:00Z\",\"until\":\"x\"} | InvalidValue until",
        "{\"since\":\"2026-01-01T00:00:00Z\",\"status\":[\"succeeded\"]} | InvalidValue status",
        "{\"since\":\"2026-01-01T00:00:00Z\",\"status\":[]} | InvalidValue status",
        "{\"messageIds\":\"x\"} | InvalidRequestBody messageIds",
        "{\"since\":\"2026-01-01T00:00:00Z\",\"x\":1} | InvalidProperty x"
      })
  void refusesABadRecovery(String body, String detail) {
    DeliveryHistory history = historyOf(application.register(inbox));

    history.recover(body).isError(422, "InvalidRequest", detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"junk | InvalidRequestBody", "{\"status\":[]} | InvalidProperty status"})
  void refusesARedeliveryWithProperties(String body, String detail) {
    DeliveryHistory history = historyOf(application.register(inbox));
    String id =
        history.awaitStatus(history.publishAndReceive(1).get(0), "succeeded").getString("id");

    environment
        .api()
        .post(history.path() + "/deliveries/" + id + "/redeliver")
        .as(application.token())
        .json(body)
        .send()
        .isError(422, "InvalidRequest", detail);
    assertThat(inbox.receipts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deliveries/x/redeliver", "recover"})
  void readingScopeCannotRecover(String path) {
    DeliveryHistory history = historyOf(application.register(inbox));
    String reader = application.draft().with("scope", "webhooks:read").rs256();

    history.list("").is(200);
    environment.api().get(history.path() + "/deliveries").as(reader).send().is(200);
    environment
        .api()
        .post(history.path() + "/" + path)
        .as(reader)
        .json("{}")
        .send()
        .isError(401, "Unauthorized");
  }

  private DeliveryHistory historyOf(Registered webhook) {
    return new DeliveryHistory(environment, application, webhook, inbox);
  }
}
