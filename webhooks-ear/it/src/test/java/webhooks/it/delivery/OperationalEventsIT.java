package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.broker.TopicSubscriber;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.OnPostgres;

/** Tests the events about webhooks, for their owners and on the operators' topic. */
class OperationalEventsIT {
  private static final String DEACTIVATED = "webhooks.webhookDeactivated.v1";
  private static final String FAILING = "webhooks.webhookFailing.v1";
  private static final String RECOVERED = "webhooks.webhookRecovered.v1";
  private static final String EXHAUSTED = "webhooks.deliveriesExhausted.v1";
  private static final String BACKLOG_NORMAL = "webhooks.backlogNormal.v1";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TestEnvironment environment = TestEnvironment.shared();
  private final TopicSubscriber topic = environment.broker().topicSubscriber();
  private final Map<String, JsonObject> published = new HashMap<>();

  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Inbox observer = environment.receiver().inbox();

  @AfterEach
  void close() {
    topic.close();
  }

  @Test
  void deactivationIsReportedToOwnerAndOperators() {
    Registered webhook = application.register(inbox.respondWith(410), Event.CREATED, DEACTIVATED);
    application.register(observer, DEACTIVATED);
    Application ofSameAccount = environment.application(application.account());
    Application ofOtherAccount = environment.application();
    Inbox ofOthers = environment.receiver().inbox();
    ofSameAccount.register(ofOthers, DEACTIVATED);
    ofOtherAccount.register(ofOthers, DEACTIVATED);

    environment.producer().publish(Event.ofAccount(application.account()));

    assertThat(awaitReport(DEACTIVATED, webhook).getString("reason")).isEqualTo("gone");
    // Events that they do get come after one that they must not get.
    List<String> own = new ArrayList<>();
    for (Application other : List.of(ofSameAccount, ofOtherAccount)) {
      Registered next = other.register(inbox);
      other.deactivate(next);
      own.add(next.id());
    }
    await("events of others").atMost(LIMIT).until(() -> ofOthers.receipts().size() >= own.size());
    assertThat(ofOthers.receipts())
        .extracting(receipt -> json(receipt.text()).getJsonObject("content").getString("webhookId"))
        .containsExactlyInAnyOrderElementsOf(own);
    assertThat(inbox.receipts()).hasSize(1);
  }

  @Test
  void deactivationByOwnerIsReported() {
    Registered webhook = application.register(inbox);
    application.register(observer, DEACTIVATED);

    application.deactivate(webhook);

    assertThat(awaitReport(DEACTIVATED, webhook).getString("reason")).isEqualTo("owner");
  }

  @Test
  void blockIsReported() {
    Registered webhook = application.register(inbox);
    application.register(observer, DEACTIVATED);

    environment
        .api()
        .put("/admin/blocks/webhook/" + webhook.id())
        .as(environment.tokens().administrator())
        .send()
        .is(204);

    assertThat(awaitReport(DEACTIVATED, webhook).getString("reason")).isEqualTo("administrator");
  }

  @OnPostgres
  @Test
  void failuresAndTheirEndAreReported() {
    Registered webhook = application.register(inbox.respondWith(500));
    application.register(observer, FAILING, RECOVERED, EXHAUSTED);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    history.awaitStatus(history.publishAndReceive(1).get(0), "exhausted");
    history.awaitFailures(3);

    age("failure_streak", "failures = 5", webhook);
    JsonObject failing = awaitReport(FAILING, webhook);
    age("exhausted_deliveries", "deliveries = deliveries", webhook);
    JsonObject exhausted = awaitReport(EXHAUSTED, webhook);
    inbox.respondWith(204);
    history.awaitStatus(history.publishAndReceive(1).get(0), "succeeded");
    JsonObject recovered = awaitReport(RECOVERED, webhook);

    assertThat(failing.getInt("failures")).isEqualTo(5);
    assertThat(exhausted.getInt("deliveries")).isEqualTo(1);
    assertThat(recovered.getString("failingSince")).isEqualTo(failing.getString("since"));
  }

  @OnPostgres
  @Test
  void deactivationForSteadyFailureIsReported() {
    Registered webhook = application.register(inbox.respondWith(500));
    application.register(observer, DEACTIVATED);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    history.awaitStatus(history.publishAndReceive(1).get(0), "exhausted");
    history.awaitFailures(3);

    environment
        .database()
        .execute(
            "update failure_streak set since = since - interval '80 hours', failures = 30"
                + " where webhook_id = '%s'".formatted(webhook.id()));
    environment.producer().publish(Event.ofAccount(application.account()));

    assertThat(awaitReport(DEACTIVATED, webhook).getString("reason")).isEqualTo("failing");
  }

  /** The state says that a long backlog was reported, so the next measurement ends it. */
  @OnPostgres
  @Test
  void endOfABacklogIsReported() {
    environment.database().execute("update operational_state set backlog_exceeded = true");

    await("the end of the backlog")
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              receive();
              assertThat(published.values())
                  .filteredOn(event -> event.getString("eventType").equals(BACKLOG_NORMAL))
                  .singleElement()
                  .satisfies(
                      event ->
                          assertThat(event.getJsonObject("content").getInt("bound"))
                              .isEqualTo(100_000));
            });
  }

  @Test
  void publishersCannotSendThem() {
    environment
        .publish(Event.ofAccount(application.account()).ofType(DEACTIVATED).json())
        .isError(422, "InvalidEventsRequest", "InvalidValue eventType");
  }

  /** Makes a row six minutes older, which no test waits for. */
  private void age(String table, String change, Registered webhook) {
    environment
        .database()
        .execute(
            "update %s set since = since - interval '6 minutes', %s where webhook_id = '%s'"
                .formatted(table, change, webhook.id()));
  }

  /** Waits until the observing webhook and the topic have got the same event about a webhook. */
  private JsonObject awaitReport(String type, Registered about) {
    Predicate<JsonObject> isIt =
        event ->
            event.getString("eventType").equals(type)
                && event.getJsonObject("content").getString("webhookId").equals(about.id());
    JsonObject received =
        await(type + " at the owner's webhook")
            .atMost(LIMIT)
            .until(
                () ->
                    observer.receipts().stream()
                        .map(Receipt::text)
                        .map(OperationalEventsIT::json)
                        .filter(isIt)
                        .findFirst()
                        .orElse(null),
                Objects::nonNull);
    JsonObject message =
        await(type + " on the topic")
            .atMost(LIMIT)
            .until(
                () -> {
                  receive();
                  return published.get(received.getString("messageId"));
                },
                Objects::nonNull);
    assertThat(message.getJsonObject("content")).isEqualTo(received.getJsonObject("content"));
    assertThat(message.getString("accountId")).isEqualTo(application.account());
    assertThat(message.getString("clientId")).isEqualTo(application.clientId());
    assertThat(received).doesNotContainKeys("accountId", "clientId");
    return received.getJsonObject("content");
  }

  /** Receives what is on the topic. Other tests of this product cause events too. */
  private void receive() throws JMSException {
    for (TextMessage message : topic.receive()) {
      JsonObject event = json(message.getText());
      assertThat(message.getStringProperty("eventType")).isEqualTo(event.getString("eventType"));
      assertThat(message.getStringProperty("accountId"))
          .isEqualTo(event.getString("accountId", null));
      published.put(event.getString("messageId"), event);
    }
  }

  private static JsonObject json(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }
}
