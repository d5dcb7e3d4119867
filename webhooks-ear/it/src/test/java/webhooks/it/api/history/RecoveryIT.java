package webhooks.it.api.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** Deliveries that are sent again: one, or all that did not arrive. */
class RecoveryIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @Test
  void redeliveredTwiceItIsSentTwiceMore() {
    DeliveryHistory log = log(application.register(inbox));
    Event event = log.publishAndReceive(1).get(0);
    String id = log.awaitStatus(event, "succeeded").getString("id");

    // At once: the first may be due, in flight or done when the second is asked for.
    for (int i = 0; i < 2; i++) {
      JsonObject queued = log.redeliver(id).is(202).json();
      assertThat(queued.getString("id")).isEqualTo(id);
    }
    log.awaitAttempts(id, 3);

    assertThat(inbox.receipts(event.messageId())).hasSize(3);
    assertThat(inbox.receipts(event.messageId()))
        .extracting(Receipt::text)
        .containsOnly(inbox.awaitEvent(event.messageId()).text());
  }

  @Test
  void redeliveredItsScheduleBeginsAnew() {
    inbox.respondWith(500);
    DeliveryHistory log = log(application.register(inbox));
    Event event = log.publishAndReceive(1).get(0);
    String id = log.awaitStatus(event, "exhausted").getString("id");

    log.redeliver(id).is(202);

    log.awaitAttempts(id, 6);
    log.awaitStatus(event, "exhausted");
  }

  @Test
  void recoversExactlyWhatDidNotArriveSinceThen() {
    inbox.respondWith(500);
    DeliveryHistory log = log(application.register(inbox));
    Event before = log.publishAndReceive(1).get(0);
    log.awaitStatus(before, "exhausted");
    List<Event> lost = log.publishAndReceive(3);
    lost.forEach(event -> log.awaitStatus(event, "exhausted"));
    List<JsonObject> deliveries = DeliveryHistory.deliveries(log.list("").json());
    String since = deliveries.get(2).getString("created");
    inbox.respondWith(204);

    JsonObject answer = log.recover("{\"since\":\"%s\"}".formatted(since)).is(202).json();

    assertThat(answer.keySet()).containsExactly("recovered");
    assertThat(answer.getInt("recovered")).isEqualTo(3);
    lost.forEach(event -> log.awaitStatus(event, "succeeded"));
    assertThat(log.messages("?status=exhausted")).containsExactly("" + before.messageId());
  }

  @Test
  void recoversAtOnceWhatWaitedForARetryWhenItsWebhookWasDeactivated() {
    inbox.respondWith(503).respondWithHeader("Retry-After", "3600");
    Registered webhook = application.register(inbox);
    DeliveryHistory log = log(webhook);
    Event event = log.publishAndReceive(1).get(0);
    await()
        .until(() -> log.awaitStatus(event, "pending"), found -> found.containsKey("nextAttempt"));
    application.deactivate(webhook);
    application.activate(webhook);
    inbox.respondWith(204);

    JsonObject answer = log.recover("{\"since\":\"2026-01-01T00:00:00Z\"}").is(202).json();

    assertThat(answer.getInt("recovered")).isEqualTo(1);
    log.awaitStatus(event, "succeeded");
  }

  @Test
  void inactiveWebhookCannotBeRepaired() {
    Registered webhook = application.register(inbox);
    DeliveryHistory log = log(webhook);
    String id = log.awaitStatus(log.publishAndReceive(1).get(0), "succeeded").getString("id");
    application.deactivate(webhook);

    log.redeliver(id).isError(422, "InvalidRequest", "InvalidValue active");
    log.recover("{\"since\":\"2026-01-01T00:00:00Z\"}")
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
        "{\"since\":\"2026-01-01T00:00:00Z\",\"x\":1} | InvalidProperty x"
      })
  void refusesABadRecovery(String body, String detail) {
    DeliveryHistory log = log(application.register(inbox));

    log.recover(body).isError(422, "InvalidRequest", detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"junk | InvalidRequestBody", "{\"status\":[]} | InvalidProperty status"})
  void refusesARedeliveryThatGivesAnything(String body, String detail) {
    DeliveryHistory log = log(application.register(inbox));
    String id = log.awaitStatus(log.publishAndReceive(1).get(0), "succeeded").getString("id");

    environment
        .api()
        .post(log.path() + "/deliveries/" + id + "/redeliver")
        .as(application.token())
        .json(body)
        .send()
        .isError(422, "InvalidRequest", detail);
    assertThat(inbox.receipts()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"deliveries/x/redeliver", "recover"})
  void readingScopeRepairsNothing(String path) {
    DeliveryHistory log = log(application.register(inbox));
    String reader = application.draft().with("scope", "webhooks:read").rs256();

    log.list("").is(200);
    environment.api().get(log.path() + "/deliveries").as(reader).send().is(200);
    environment
        .api()
        .post(log.path() + "/" + path)
        .as(reader)
        .json("{}")
        .send()
        .isError(401, "Unauthorized");
  }

  private DeliveryHistory log(Registered webhook) {
    return new DeliveryHistory(environment, application, webhook, inbox);
  }
}
