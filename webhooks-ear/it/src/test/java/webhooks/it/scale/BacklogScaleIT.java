package webhooks.it.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Event;
import webhooks.it.harness.Progress;
import webhooks.it.harness.database.Backlog;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.Events;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.selection.Soak;

/** New events are delivered fast although millions of deliveries are pending. */
@Soak
@OnPostgres
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BacklogScaleIT {
  private static final int MILLION = Integer.getInteger("webhooks.it.million", 1_000_000);
  private static final int EVENTS = 10_000;
  private static final int BATCH = 100;
  private static final int RUNS = 3;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Longer than the time-out, so the receiver never answers in time. */
  private static final Duration NEVER = Duration.ofMinutes(1);

  private final TestEnvironment environment = TestEnvironment.named("backlog-scale");
  private Counter counter;
  private Application application;
  private Application other;
  private Backlog backlog;
  private Registered stalled;
  private Registered stopped;
  private Registered late;
  private int arrived;
  private double without;

  @BeforeAll
  void writeBacklog() {
    environment.product().withFullCompiler();
    environment.start();
    counter = Counter.open(environment);
    backlog = new Backlog(environment.database());
    application = environment.application();
    application.activate(application.create(Application.Body.ofAccount(counter.url())));
    rate();
    without = best();

    other = environment.application();
    stalled = other.register(environment.receiver().inbox().delayBy(NEVER));
    stopped = other.register(environment.receiver().inbox().delayBy(NEVER));
    late = other.register(environment.receiver().inbox());
    backlog.writeEvents(3 * MILLION);
    backlog.writeDueTomorrow(late.id(), 3 * MILLION);
    backlog.writeCancelled(late.id(), MILLION);
    backlog.writePending(stalled.id(), MILLION);
    backlog.writePending(stopped.id(), MILLION);
    backlog.analyze();
  }

  @AfterAll
  void stop() {
    counter.close();
    environment.close();
  }

  @Test
  void backlogDelaysNoOtherWebhook() {
    double with = best();

    Instant begin = Instant.now();
    other.deactivate(stopped);
    Duration answered = Duration.between(begin, Instant.now());
    double during = best();
    await("a million cancelled").atMost(LIMIT).until(() -> backlog.pending(stopped.id()) == 0);
    Duration cancelled = Duration.between(begin, Instant.now());

    Progress.say("events/s: %.0f without a backlog, %.0f with five millions", without, with);
    Progress.say("events/s: %.0f while a million are cancelled, in %s", during, cancelled);
    Progress.say("deactivation with a million pending answered in %s", answered);
    assertThat(answered).isLessThan(Duration.ofMillis(100));
    assertThat(with).isGreaterThan(0.7 * without);
    assertThat(during).isGreaterThan(0.5 * without);
  }

  @Test
  void claimsReadOnlyTheRowsTheyTake() {
    List<String> due = backlog.planOfClaim("%due_at <= current_timestamp%", "(864000000, 500)");
    List<String> waiting =
        backlog.planOfClaim(
            "%cross join lateral%", "('{" + stalled.id() + "," + late.id() + "}', '{16,16}')");

    assertIsQuick(due, "delivery_due", 500);
    assertIsQuick(waiting, "delivery_waiting", 32);
  }

  private static void assertIsQuick(List<String> plan, String index, int max) {
    QueryPlan read = new QueryPlan(plan);
    Progress.say("the claim's plan:\n  %s", read);
    read.assertReadsFew(max, "using " + index);
  }

  private double best() {
    return IntStream.range(0, RUNS).mapToDouble(run -> rate()).max().orElseThrow();
  }

  /** Publishes events, waits for all of them, and returns the rate per second. */
  private double rate() {
    List<Event> events = Events.ofAccount(application.account(), EVENTS);
    Instant begin = Instant.now();
    for (int i = 0; i < EVENTS; i += BATCH) {
      environment.producer().publish(events.subList(i, i + BATCH));
    }
    arrived += EVENTS;
    Instant end = counter.awaitCount(arrived, LIMIT);
    return EVENTS * 1000.0 / Duration.between(begin, end).toMillis();
  }
}
