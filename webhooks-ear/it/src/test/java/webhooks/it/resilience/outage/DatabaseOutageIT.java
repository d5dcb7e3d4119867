package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.Extent;
import webhooks.it.harness.selection.OnPostgres;

/** The database stops while events are published, and returns. */
@OnPostgres
class DatabaseOutageIT {
  private static final Duration OUTAGE = Extent.of(Duration.ofSeconds(8), Duration.ofMinutes(2));
  private static final Duration RECOVERY = Duration.ofSeconds(60);
  private static final int BATCH = 20;

  @Test
  void intakeWaitsForTheDatabaseAndThenDeliversEverything() {
    try (Postgres postgres = new Postgres("outage").start();
        TestEnvironment environment = TestEnvironment.onPostgres("outage", postgres).start()) {
      Application application = environment.application();
      Inbox inbox = environment.receiver().inbox();
      Application.Registered webhook = application.register(inbox);
      List<Event> events = new ArrayList<>(publish(environment, application));
      Events.awaitAll(events, inbox, RECOVERY);

      postgres.stop();
      Instant end = Instant.now().plus(OUTAGE);
      // Publishes events at a steady rate during the outage.
      await()
          .atMost(OUTAGE.plus(RECOVERY))
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                events.addAll(publish(environment, application));
                return Instant.now().isAfter(end);
              });
      Instant asked = Instant.now();
      application.get(webhook).isError(503, "ServiceUnavailable");
      Progress.say("outage: 503 after %d ms", Duration.between(asked, Instant.now()).toMillis());
      postgres.start();
      Instant back = Instant.now();
      Events.awaitAll(events, inbox, RECOVERY);

      Progress.say(
          "outage of %s: published %d, received %d, distinct %d, all %.1f s after the return",
          OUTAGE,
          events.size(),
          inbox.receipts().size(),
          inbox.distinct(),
          Duration.between(back, Instant.now()).toMillis() / 1000.0);
      // The broker puts its dead letters there too.
      assertThat(environment.producer().browse(Producer.INVALID)).isEmpty();
      application.get(webhook).is(200);
    }
  }

  private static List<Event> publish(TestEnvironment environment, Application application) {
    List<Event> events = Events.ofAccount(application.account(), BATCH);
    environment.producer().publish(events);
    return events;
  }
}
