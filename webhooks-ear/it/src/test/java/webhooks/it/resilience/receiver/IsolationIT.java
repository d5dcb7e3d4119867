package webhooks.it.resilience.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.Timing;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.Latencies;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.Extent;

/** A webhook's events arrive fast, whatever the receivers of other webhooks do. */
class IsolationIT {
  private static final int QUEUED = Extent.of(2_000, 10_000);
  private static final int BATCH = 100;
  private static final int MEASURED = Extent.of(400, 2_000);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** The delay of a busy machine. Without isolation the delay is seconds. */
  private static final Duration SLACK = Duration.ofMillis(500);

  private final TestEnvironment environment = TestEnvironment.named("isolation");
  private final Application application = environment.application();
  private Inbox healthy;

  @BeforeEach
  void start() {
    environment.product().withFullCompiler();
    environment.start();
    healthy = environment.receiver().inbox();
    application.register(healthy);
    measure();
  }

  @AfterEach
  void stop() {
    environment.close();
  }

  @Test
  void healthyWebhookIsNotDelayedByItsNeighbours() {
    Latencies without = measure();

    createBacklog(environment.receiver().inbox().delayBy(Duration.ofSeconds(4)).url());
    createBacklog(URI.create("https://127.0.0.1:" + Places.freePort() + "/refusing"));
    createBacklog(environment.receiver().inbox().delayBy(Duration.ofMillis(300)).url());
    // Warms up as before the first measurement, because compilation takes both cores.
    measure();
    Duration bound = without.p99().multipliedBy(2).plus(SLACK);
    Duration with = Timing.within(bound, this::p99);

    Progress.say("latency without neighbours: %s", without);
    assertThat(with).isLessThan(bound);
  }

  /** Creates a webhook and publishes more events than it can receive during the test. */
  private void createBacklog(URI callbackUrl) {
    Application neighbour = environment.application();
    neighbour.activate(neighbour.create(Application.Body.ofAccount(callbackUrl)));
    for (int i = 0; i < QUEUED; i += BATCH) {
      environment.producer().publish(Events.ofAccount(neighbour.account(), BATCH));
    }
    Event last = Event.ofAccount(application.account());
    environment.producer().publish(last);
    // The product stores this event after all events of the neighbour.
    healthy.awaitEvent(last.messageId(), 1, LIMIT);
  }

  private Duration p99() {
    Latencies with = measure();
    Progress.say("latency with neighbours: %s", with);
    return with.p99();
  }

  private Latencies measure() {
    return Latencies.measured(environment, application.account(), healthy, MEASURED);
  }
}
