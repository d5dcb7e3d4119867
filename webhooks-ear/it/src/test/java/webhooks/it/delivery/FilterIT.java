package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.NodeMetrics;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.Inbox;

/** Patterns and filters decide which events a receiver gets. Apostrophes stand for quotes. */
class FilterIT {
  private static final String FAILED = "{\"result\":\"Failed\",\"sizes\":[3,1200]}";
  private static final String SUCCEEDED = "{\"result\":\"Success\",\"sizes\":[3]}";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final Registered webhook = application.register(inbox);

  private Answer patch(String options) {
    return application.patchOptions(webhook, options);
  }

  private Event event(String content) {
    return Event.ofAccount(application.account()).holding(content);
  }

  private JsonObject statistics() {
    return environment
        .api()
        .get("/webhooks/" + webhook.id() + "/statistics")
        .as(application.token())
        .send()
        .is(200)
        .json();
  }

  private List<UUID> received() {
    return inbox.receipts().stream()
        .map(receipt -> UUID.fromString(receipt.header("webhook-id")))
        .toList();
  }

  @Test
  void filterDropsEventsOfEachIntake() {
    patch(
            "{'filters':[{'not':{'exact':{'$.content.result':'Success'}}},"
                + "{'number':{'$.content.sizes[*]':{'gt':1000}}}]}")
        .is(200);
    Event byMessage = event(FAILED);
    Event byRequest = event(FAILED);
    environment.producer().publish(event(SUCCEEDED));
    environment.producer().publish(byMessage);
    environment.publish(event(SUCCEEDED).json()).is(202);
    environment.publish("[" + event(SUCCEEDED).json() + "," + byRequest.json() + "]").is(202);

    inbox.awaitEvent(byMessage.messageId()).assertSignedWith(webhook.secret());
    inbox.awaitEvent(byRequest.messageId()).assertSignedWith(webhook.secret());

    await().until(() -> statistics().getInt("filtered") == 3);
    assertThat(received()).containsExactlyInAnyOrder(byMessage.messageId(), byRequest.messageId());
    assertThat(statistics().getJsonObject("deliveries").getInt("pending")).isZero();
    assertThat(NodeMetrics.of(environment.product()).of("webhooks_events_filtered_total"))
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  void patternMatchesTypesThatTheWebhookDoesNotName() {
    patch("{'eventTypePatterns':['transformations.**']}").is(200);
    Event further = event("{}").ofType("transformations.jobCompleted.v1");
    environment.producer().publish(event("{}").ofType("export.jobCompleted.v1"));
    environment.producer().publish(further);

    inbox.awaitEvent(further.messageId());
    assertThat(received()).containsExactly(further.messageId());
  }

  @Test
  void changeHoldsForTheNextEvent() {
    for (int i = 0; i < 5; i++) {
      patch("{'filters':[{'exact':{'$.content.n':" + i + "}}]}").is(200);
      Event accepted = event("{\"n\":" + i + "}");
      environment.publish("[" + event("{\"n\":-1}").json() + "," + accepted.json() + "]").is(202);
      inbox.awaitEvent(accepted.messageId());
    }
    environment
        .api()
        .delete("/webhooks/" + webhook.id() + "/options/filters")
        .as(application.token())
        .send()
        .is(204);
    Event any = event("{}");
    environment.publish(any.json()).is(202);

    inbox.awaitEvent(any.messageId());
    assertThat(received()).hasSize(6);
  }

  @Test
  void refusesInvalidFiltersWithTheirPaths() {
    patch(
            "{'eventTypePatterns':['a..b'],'filters':[{'exact':{'eventType':'a'}},{'all':[{'sql':'1'}]}]}")
        .isError(
            422,
            "InvalidRequest",
            "InvalidValue eventTypePatterns[0]",
            "InvalidProperty filters[1].all[0].sql");
  }
}
