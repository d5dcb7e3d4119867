package webhooks.it.resilience.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.broker.Artemis;
import webhooks.it.harness.cluster.PatroniCluster;
import webhooks.it.harness.cluster.PatroniMember;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.HighAvailability;
import webhooks.it.harness.server.Product;

/**
 * The primary of PostgreSQL fails under load, and Patroni makes the synchronous standby the
 * primary. No event is lost, and the product continues without help.
 */
@HighAvailability
class DatabaseHighAvailabilityIT extends FailoverTest {
  /** A closed connection fails at once. One without an answer is given up after 30 s (TLS 1.3). */
  private static final Duration SLOWEST_ANSWER = Duration.ofSeconds(31);

  private PatroniCluster cluster;
  private Database database;

  @BeforeAll
  void start() {
    cluster = new PatroniCluster("ha-postgres");
    database = cluster.create("ha");
    start(
        TestEnvironment.on(database, new Artemis("ha-broker").start(), Product.named("ha-node")),
        SLOWEST_ANSWER);
  }

  @Override
  @AfterAll
  void stop() {
    super.stop();
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void losesNothingIfThePrimaryIsKilled() {
    PatroniMember failed = cluster.first();

    losesNothing("kill -9 of the primary", failed::kill9, cluster.second());

    failed.start();
  }

  @Test
  @Order(2)
  void losesNothingInASwitchover() {
    PatroniMember former = cluster.second();
    PatroniMember next = cluster.first();

    losesNothing("switchover", () -> cluster.switchOver(former, next), next);
  }

  /** Commits wait until Patroni lets the primary continue without a standby. */
  @Test
  @Order(3)
  void losesNothingIfTheStandbyIsKilled() {
    PatroniMember primary = cluster.first();
    PatroniMember standby = cluster.second();
    standby.awaitSynchronousStandby();

    scenario()
        .losesNothing(
            "kill -9 of the standby",
            standby::kill9,
            () -> {
              standby.awaitEnd();
              return cluster.awaitAccepting(primary);
            });

    standby.start();
  }

  /** Connections to a machine without network stay open and get no answer. */
  @Test
  @Order(4)
  void losesNothingIfThePrimaryHangs() {
    PatroniMember hanging = cluster.first();

    losesNothing("stopped primary", hanging::pause, cluster.second());

    hanging.resume();
    hanging.awaitSynchronousStandby();
  }

  /** A node that wrote to a standby would have made it log an error. */
  @Test
  @Order(5)
  void neverWritesToAStandby() {
    for (PatroniMember member : List.of(cluster.first(), cluster.second())) {
      assertThat(member.log()).contains("accept read-only connections");
      assertThat(member.log()).doesNotContain("in a read-only transaction");
    }
  }

  /** JIT compilation takes milliseconds, for statements of microseconds. */
  @Test
  @Order(6)
  void statementsAreNotCompiled() {
    database.execute("create extension pg_stat_statements");

    assertThat(statements("calls > 100")).contains("select version, epoch from webhook_epoch");
    assertThat(statements("jit_functions > 0")).isEmpty();
  }

  /** Returns the statements on the product's database. Patroni uses another one. */
  private List<String> statements(String condition) {
    return database.execute(
        "select query from pg_stat_statements s join pg_database d on d.oid = s.dbid"
            + " where datname = current_database() and "
            + condition);
  }

  /** Patroni promotes only a synchronous standby. */
  private void losesNothing(String title, Supplier<Instant> failure, PatroniMember standby) {
    standby.awaitSynchronousStandby();
    scenario().losesNothing(title, failure, () -> cluster.awaitAccepting(standby));
  }
}
