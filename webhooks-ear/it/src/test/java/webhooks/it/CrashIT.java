package webhooks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A process killed with {@code kill -9} loses no event and repeats only what was in its hands. */
class CrashIT {
  private static final int EVENTS = 1000;

  /** Slow enough that many requests are open at the kill. */
  private static final Duration ANSWER_TIME = Duration.ofMillis(300);

  /**
   * How long after the answer an outcome may still be unrecorded: outcomes are written in batches,
   * and an answer first has to be read.
   */
  private static final Duration RECORDING = Duration.ofSeconds(1);

  @Test
  void killOnTheEmbeddedDatabaseLosesNothing() {
    try (World world = World.onH2("crash-h2").start()) {
      losesNothing(world, "H2");
    }
  }

  @Test
  void killOnPostgresLosesNothing() {
    try (World world = World.onPostgres("crash-postgresql", Postgres.shared()).start()) {
      losesNothing(world, "PostgreSQL");
    }
  }

  private static void losesNothing(World world, String database) {
    Application application = world.application();
    Inbox inbox = world.receiver().inbox().delays(ANSWER_TIME);
    application.registers(inbox);
    List<Event> events = Events.ofAccount(application.account(), EVENTS);

    world.producer().publishes(events);
    await("deliveries under way")
        .atMost(Duration.ofSeconds(30))
        .until(() -> inbox.distinct() >= 100);
    Instant killed = world.product().kill9();
    world.closeProducer();
    int before = inbox.receipts().size();
    long open = inbox.receipts().stream().filter(one -> inHand(one, killed, Duration.ZERO)).count();
    inbox.delays(Duration.ZERO);
    world.start();
    Events.awaitAll(events, inbox, Duration.ofSeconds(90));

    Map<String, List<Receipt>> byId = inbox.byId();
    List<List<Receipt>> repeated = byId.values().stream().filter(all -> all.size() > 1).toList();
    Progress.say(
        "crash on %s: published %d, received %d (%d before the kill), distinct %d, duplicates %d,"
            + " in flight at the kill %d",
        database, EVENTS, inbox.receipts().size(), before, byId.size(), repeated.size(), open);
    assertThat(before).as("received before the kill").isLessThan(EVENTS);
    assertThat(open).as("requests open at the kill").isPositive();
    assertThat(byId).hasSize(EVENTS);
    assertThat(repeated)
        .allSatisfy(all -> assertThat(all).hasSize(2))
        .allSatisfy(all -> assertThat(inHand(all.get(0), killed, RECORDING)).isTrue());
  }

  /** Whether the request was open at the kill, or answered so shortly before it. */
  private static boolean inHand(Receipt receipt, Instant killed, Duration before) {
    return receipt.answeredAt().map(at -> at.isAfter(killed.minus(before))).orElse(true);
  }
}
