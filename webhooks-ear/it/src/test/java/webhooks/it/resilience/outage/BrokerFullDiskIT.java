package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static webhooks.it.resilience.outage.HealthChecks.UP;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.SmallDisk;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.broker.OwnBroker;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.RejectedEvents;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;

/**
 * The disk of the embedded broker's journal is full. The broker accepts nothing, or stops itself if
 * the disk fills faster than it looks.
 */
@OnPostgres
@OnMicro
class BrokerFullDiskIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration STANDSTILL = Duration.ofSeconds(8);
  private static final int BATCH = 200;

  @Test
  void nodeAndProducersContinueWhenTheDiskHasSpace() {
    OwnBroker broker = new OwnBroker();
    try (TestEnvironment environment =
            TestEnvironment.onPostgres("broker-full-disk", Postgres.shared(), broker);
        SmallDisk disk = SmallDisk.mount(environment.product().directory().resolve("data"), 512)) {
      environment.start();
      HealthChecks health = new HealthChecks(environment.product());
      Application application = environment.application();
      Inbox inbox = environment.receiver().inbox();
      application.register(inbox);
      List<Event> accepted;
      try (Load load =
          new Load(
              broker, Duration.ofMillis(1), () -> Events.ofAccount(application.account(), BATCH))) {
        await("deliveries").atMost(LIMIT).until(() -> inbox.distinct() > BATCH);
        disk.fill();
        await("producers to be blocked").atMost(LIMIT).until(() -> isBlocked(load));
        health.assertLiveAndStarted();
        int before = load.count();
        disk.free();

        await("producers to continue").atMost(LIMIT).until(() -> load.count() > before + BATCH);
        accepted = load.end();
      }
      health.awaitReady(Map.of("database", UP, "broker", UP));
      Events.awaitAll(accepted, inbox, LIMIT);
      Progress.say(
          "full disk of the broker: %d accepted, stopped itself: %b",
          accepted.size(), environment.product().log().contains("has started again"));
      assertThat(new RejectedEvents(environment).all()).isEmpty();
    }
  }

  /** Returns whether the broker accepts no event for a while. */
  private static boolean isBlocked(Load load) {
    int before = load.count();
    try {
      await().atMost(STANDSTILL).until(() -> load.count() > before);
      return false;
    } catch (ConditionTimeoutException e) {
      return true;
    }
  }
}
