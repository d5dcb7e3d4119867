package webhooks.it.api.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.Event;
import webhooks.it.harness.Rows;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** Tests the statistics of a webhook. */
class StatisticsIT {
  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();

  @Test
  void countsDeliveriesByStatusAndTheFailureStreak() {
    Registered webhook = application.register(inbox);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    history.publishAndReceive(2).forEach(event -> history.awaitStatus(event, "succeeded"));
    inbox.respondWith(500);
    history.awaitStatus(history.publishAndReceive(1).get(0), "exhausted");

    for (String query : new String[] {"", "?window=PT1H", "?window=P1D"}) {
      JsonObject statistics = get(webhook, query).is(200).json();

      assertThat(statistics.getString("window")).isEqualTo(query.contains("D") ? "P1D" : "PT1H");
      assertThat(statistics.getJsonObject("deliveries"))
          .isEqualTo(Rows.parse("{'pending':0,'succeeded':2,'exhausted':1,'cancelled':0}"));
      JsonObject latency = statistics.getJsonObject("latencyMs");
      assertThat(latency.getInt("p50")).isBetween(0, latency.getInt("p95"));
      assertThat(statistics.getInt("consecutiveFailures")).isEqualTo(3);
      assertThat(statistics.keySet()).doesNotContain("oldestPending", "deactivationReason");
    }
  }

  @Test
  void showsDeliveriesAnswersAndTypesOverTime() {
    Registered webhook = application.register(inbox);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    history.publishAndReceive(2).forEach(event -> history.awaitStatus(event, "succeeded"));
    inbox.respondWith(500);
    history.awaitStatus(history.publishAndReceive(1).get(0), "exhausted");

    for (String window : new String[] {"PT1H", "P1D", "P7D"}) {
      String query = "?window=" + window;
      JsonObject timeline = get(webhook, "/timeline" + query).is(200).json();
      assertThat(timeline.getJsonObject("pending").getInt("count")).isZero();
      assertThat(sum(timeline, "succeeded")).isEqualTo(2);
      assertThat(sum(timeline, "exhausted")).isEqualTo(1);
      JsonObject attempts = get(webhook, "/attempts" + query).is(200).json();
      assertThat(sum(attempts, "attempts")).isEqualTo(5);
      assertThat(sum(attempts, "failed")).isEqualTo(3);
      assertThat(attempts.getJsonArray("answers").getJsonObject(0))
          .isEqualTo(Rows.parse("{'attempts':3,'statusCode':500,'error':'status'}"));
      assertThat(attempts.getJsonArray("eventTypes").getJsonObject(0).getString("eventType"))
          .isEqualTo(Event.CREATED);
    }
    get(webhook, "/timeline?window=P2D").isError(422, "InvalidRequest", "InvalidValue window");
    assertThat(history.list("/count?status=exhausted").is(200).json())
        .isEqualTo(Rows.parse("{'count':1,'complete':true}"));
  }

  private static int sum(JsonObject figures, String name) {
    return figures.getJsonArray("buckets").getValuesAs(JsonObject.class).stream()
        .mapToInt(bucket -> bucket.getInt(name))
        .sum();
  }

  @Test
  void successActivationAndChangeOfUrlResetTheStreak() {
    Registered webhook = application.register(inbox.respondWith(500));
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    failThreeTimes(history, webhook);

    application.deactivate(webhook);
    assertThat(get(webhook, "").json().getString("deactivationReason")).isEqualTo("owner");
    assertThat(failures(webhook)).isEqualTo(3);
    application.activate(webhook);
    assertThat(failures(webhook)).isZero();

    failThreeTimes(history, webhook);
    String patch = "{\"callbackUrl\":\"" + inbox.url() + "?changed\"}";
    application.patch(webhook, patch).is(200);
    assertThat(failures(webhook)).isZero();

    failThreeTimes(history, webhook);
    inbox.respondWith(204);
    history.awaitStatus(history.publishAndReceive(1).get(0), "succeeded");
    assertThat(failures(webhook)).isZero();
  }

  @Test
  void showsTheOldestPendingDelivery() {
    Instant before = Instant.now();
    Registered webhook = application.register(inbox.respondWith(500, 500, 204));
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);

    Event event = history.publishAndReceive(1).get(0);

    JsonObject statistics = get(webhook, "").is(200).json();
    assertThat(Instant.parse(statistics.getString("oldestPending")))
        .isBetween(before.minusMillis(1), Instant.now());
    history.awaitStatus(event, "succeeded");
    assertThat(get(webhook, "").json().keySet()).doesNotContain("oldestPending");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT2H", "P1W", "x", "pt1h"})
  void refusesOtherWindows(String window) {
    Registered webhook = application.create(Body.ofAccount(inbox.url()));

    get(webhook, "?window=" + window).isError(422, "InvalidRequest", "InvalidValue window");
  }

  @Test
  void readingScopeSeesOnlyOwnWebhooks() {
    Registered webhook = application.create(Body.ofAccount(inbox.url()));
    String path = "/webhooks/" + webhook.id() + "/statistics";
    String reader = application.draft().with("scope", "webhooks:read").rs256();

    environment.api().get(path).as(reader).send().is(200);
    environment
        .api()
        .get(path)
        .as(environment.application(application.account()).token())
        .send()
        .isError(404, "WebhookNotFound");
    environment.api().get(path).send().isError(401, "HeaderNotFound");
  }

  /** Waits for the count too: a node adds failures just after the commit of their outcomes. */
  private void failThreeTimes(DeliveryHistory history, Registered webhook) {
    history.awaitStatus(history.publishAndReceive(1).get(0), "exhausted");
    await().until(() -> failures(webhook) == 3);
  }

  private int failures(Registered webhook) {
    return get(webhook, "").is(200).json().getInt("consecutiveFailures");
  }

  private Answer get(Registered webhook, String query) {
    return environment
        .api()
        .get("/webhooks/" + webhook.id() + "/statistics" + query)
        .as(application.token())
        .send();
  }
}
