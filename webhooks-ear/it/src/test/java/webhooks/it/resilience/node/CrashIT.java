package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.selection.Extent;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.selection.Soak;

/** A process killed by SIGKILL loses no event and repeats only deliveries in flight. */
class CrashIT {
  private static final int EVENTS = Extent.of(1_000, 5_000);

  /** Slow enough that many requests are in flight at the kill and many have ended. */
  private static final Duration ANSWER_TIME = Duration.ofSeconds(1);

  /** The length of a lease: the time-out of 5 s and 10 s more. */
  private static final Duration LEASE = Duration.ofSeconds(15);

  @Test
  void killWithH2LosesNothing() {
    try (TestEnvironment environment = TestEnvironment.onH2("crash-h2").start()) {
      // The test cannot query the embedded database, so it uses the times of the answers.
      killAndCheck(environment, "H2", webhook -> Set.of());
    }
  }

  /** The short form leaves PostgreSQL to TwoNodesIT, which kills a node too. */
  @OnPostgres
  @Soak
  @Test
  void killWithPostgresLosesNothing() {
    try (TestEnvironment environment =
        TestEnvironment.onPostgres("crash-postgresql", Postgres.shared()).start()) {
      Function<Registered, Set<String>> recordedOf =
          webhook -> environment.database().succeeded(webhook.id());
      Registered webhook = killAndCheck(environment, "PostgreSQL", recordedOf);
      assertThat(recordedOf.apply(webhook)).as("recorded in the end").hasSize(EVENTS);
    }
  }

  private static Registered killAndCheck(
      TestEnvironment environment, String database, Function<Registered, Set<String>> recordedOf) {
    Application application = environment.application();
    Inbox inbox = environment.receiver().inbox().delayBy(ANSWER_TIME);
    Registered webhook = application.register(inbox);
    List<Event> events = Events.ofAccount(application.account(), EVENTS);

    environment.producer().publish(events);
    await("deliveries in flight")
        .atMost(Duration.ofSeconds(60))
        .until(() -> inbox.distinct() >= EVENTS / 2);
    Instant killed = environment.product().kill9();
    List<Receipt> before = inbox.receipts();
    Set<String> open = CrashCount.open(before);
    Set<String> recorded = recordedOf.apply(webhook);
    inbox.delayBy(Duration.ZERO);
    environment.start();
    Events.awaitAll(events, inbox, Duration.ofSeconds(90));
    Supplier<CrashCount> count =
        () ->
            new CrashCount(
                "crash on " + database, EVENTS, before, open, inbox.byId(), recorded, killed);
    await("deliveries in flight to come again")
        .atMost(Duration.ofSeconds(90))
        .until(() -> count.get().repeated().containsAll(count.get().open()));
    CrashCount.awaitAllRepeats(inbox, killed.plus(LEASE));

    count.get().check();
    return webhook;
  }
}
