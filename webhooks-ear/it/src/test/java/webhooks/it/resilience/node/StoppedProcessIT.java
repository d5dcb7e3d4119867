package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.DeliveryHistory;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.server.ProcessSignal;

/** The node's process has no processor for longer than an attempt may take. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoppedProcessIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Longer than the time-out, shorter than a lease. */
  private static final Duration STOP = Duration.ofSeconds(8);

  private static final int EVENTS = 400;

  private final TestEnvironment environment = TestEnvironment.named("stopped-process");

  @BeforeAll
  void start() {
    environment.start();
  }

  @AfterAll
  void stop() {
    environment.close();
  }

  @Test
  void receiverThatAnsweredMeanwhileHasNotFailed() {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox().delayBy(Duration.ofMillis(500));
    Application.Registered webhook = application.register(inbox);
    DeliveryHistory history = new DeliveryHistory(environment, application, webhook, inbox);
    List<Event> events = Events.ofAccount(application.account(), EVENTS);
    environment.producer().publish(events);
    await("requests in flight").atMost(LIMIT).until(() -> inbox.distinct() > 20);

    ProcessSignal.STOP.to(environment.product());
    try {
      await().pollDelay(STOP).atMost(STOP.plus(LIMIT)).until(() -> true);
    } finally {
      ProcessSignal.CONT.to(environment.product());
    }
    Events.awaitAll(events, inbox, LIMIT);
    await("successes")
        .atMost(LIMIT)
        .until(() -> history.pages("?$top=100&status=succeeded", () -> {}).size() == EVENTS);

    List<JsonObject> repeated =
        history.pages("?$top=100", () -> {}).stream()
            .filter(one -> one.getInt("attemptCount") > 1)
            .map(one -> history.get(one.getString("id")).is(200).json())
            .toList();
    Progress.say("stopped for %s: %d deliveries repeated", STOP, repeated.size());
    assertThat(repeated)
        .flatExtracting(one -> one.getJsonArray("attempts").getValuesAs(JsonObject.class))
        .filteredOn(attempt -> attempt.containsKey("error"))
        .allSatisfy(
            attempt -> {
              assertThat(attempt.getString("error")).isEqualTo("timeout");
              assertThat(attempt.getString("cause")).isEqualTo("node busy");
            });
  }
}
