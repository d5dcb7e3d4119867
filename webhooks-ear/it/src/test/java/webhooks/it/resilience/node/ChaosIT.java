package webhooks.it.resilience.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import webhooks.it.harness.Progress;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.broker.Load;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.database.TcpRelay;
import webhooks.it.harness.environment.Subscriber;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.selection.Soak;
import webhooks.it.harness.server.Product;

/**
 * Two nodes on one PostgreSQL and one broker lose no event under faults in a random order.
 *
 * <p>In every build {@code CrashIT}, {@code TwoNodesIT}, {@code DatabaseOutageIT} and {@code
 * HealthIT} cause single faults.
 */
@OnMicro
@OnPostgres
@Soak
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosIT {
  private static final long SEED = Long.getLong("webhooks.it.seed", System.nanoTime() % 1_000_000);

  /** The number of times that each kind of fault happens. */
  private static final int ROUNDS = Integer.getInteger("webhooks.it.rounds", 20);

  private static final Duration RECOVERY = Duration.ofSeconds(90);

  private final Postgres postgres = new Postgres("chaos-postgres").start();
  private final Artemis broker = new Artemis("chaos-broker").start();
  private final TestEnvironment environment =
      TestEnvironment.ofNodes(
          "chaos", postgres, broker, Product.named("chaos-1"), Product.named("chaos-2"));
  private final List<TcpRelay> relays =
      environment.nodes().stream().map(node -> new TcpRelay(postgres.port())).toList();

  @BeforeAll
  void start() {
    for (int i = 0; i < relays.size(); i++) {
      environment
          .nodes()
          .get(i)
          .with("webhooks.db.url", environment.database().urlAt(relays.get(i).port()))
          .with("webhooks.delivery.retry-schedule", "PT1S,PT2S,PT2S,PT5S,PT5S,PT5S,PT5S,PT5S,PT5S");
    }
    environment.start();
  }

  @AfterAll
  void stop() {
    environment.close();
    relays.forEach(TcpRelay::close);
    postgres.close();
  }

  @Test
  void losesNothingUnderRandomFaults() {
    Progress.say("chaos: seed %d (-Dwebhooks.it.seed=%d)", SEED, SEED);
    List<Subscriber> subscribers = Subscriber.fiftyMixed(environment);
    Chaos chaos = new Chaos(environment, postgres, broker, relays, SEED);
    try (Load load = SubscriberLoad.start(broker, subscribers, SEED)) {
      Instant begin = Instant.now();
      chaos.causeFaults(ROUNDS, subscribers);
      Duration time = Duration.between(begin, Instant.now());
      ChaosCount count = new ChaosCount(subscribers, load.end());
      count.awaitEnd(environment.database(), RECOVERY);
      Progress.say("chaos: faults\n%s", chaos.timeline());
      Map<String, Integer> duplicates = count.duplicates(chaos::explains);

      Progress.say(
          "chaos: sent %d, lost %d, duplicates %d (%s), longest recovery %.1f s",
          count.sent(),
          count.lost().size(),
          duplicates.values().stream().mapToInt(Integer::intValue).sum(),
          duplicates,
          count.longestLatency(load::takenAt).toMillis() / 1000.0);
      assertThat(count.sent()).isGreaterThan((int) (time.toSeconds() * 50));
    }
  }
}
