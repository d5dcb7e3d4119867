package webhooks.it.resilience.failover;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.cluster.ArtemisPair;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.HighAvailability;
import webhooks.it.harness.server.Product;

/** The active broker fails under load, and the one with the replica takes over. */
@HighAvailability
class BrokerHighAvailabilityIT extends FailoverTest {
  /** Reading a webhook needs no broker. */
  private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(5);

  private ArtemisPair pair;

  @BeforeAll
  void start() {
    pair = new ArtemisPair("ha-pair");
    start(
        TestEnvironment.on(
            Postgres.shared().create("ha-pair"), pair, Product.named("ha-pair-node")),
        SLOWEST_ANSWER);
  }

  @Test
  @Order(1)
  void losesNothingIfTheActiveBrokerIsKilled() {
    losesNothing("kill -9 of the broker", Artemis::kill9, pair.first(), pair.second());

    pair.startAsBackup(pair.first());
  }

  @Test
  @Order(2)
  void losesNothingIfTheActiveBrokerIsStopped() {
    losesNothing("SIGTERM to the broker", Artemis::stop, pair.second(), pair.first());

    pair.startAsBackup(pair.second());
  }

  /** Connections to a machine without network stay open and get no answer. */
  @Test
  @Order(3)
  void losesNothingIfTheActiveBrokerHangs() {
    losesNothing("stopped broker", pair::pause, pair.first(), pair.second());

    pair.resumeAsBackup(pair.first());
  }

  private void losesNothing(String title, Consumer<Artemis> failure, Artemis from, Artemis to) {
    scenario()
        .losesNothing(
            title,
            () -> {
              Instant failed = Instant.now();
              failure.accept(from);
              return failed;
            },
            () -> pair.awaitActive(to));
  }
}
