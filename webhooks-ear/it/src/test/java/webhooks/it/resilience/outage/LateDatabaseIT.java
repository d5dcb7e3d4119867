package webhooks.it.resilience.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.environment.TestEnvironment;

/** The product is started before its database. */
class LateDatabaseIT {
  /** The jar opens its port when it is ready. WildFly and Payara Server open theirs earlier. */
  private static final int NO_CONNECTION = 0;

  @Test
  void nodeWaitsForItsDatabaseAndThenStarts() throws Exception {
    try (Postgres postgres = new Postgres("late").start();
        TestEnvironment environment = TestEnvironment.onPostgres("late", postgres)) {
      postgres.stop();
      CompletableFuture<TestEnvironment> started =
          CompletableFuture.supplyAsync(environment::start);

      awaitWaiting(environment, 2);
      assertThat(statusOfCall(environment)).isIn(NO_CONNECTION, 404, 503);
      postgres.start();

      started.get(2, TimeUnit.MINUTES);
      assertThat(environment.product().log()).doesNotContain("SEVERE").doesNotContain("\tat ");
    }
  }

  @Test
  void waitingNodeStopsOnSigterm() {
    try (Postgres postgres = new Postgres("never").start();
        TestEnvironment environment = TestEnvironment.onPostgres("never", postgres)) {
      postgres.stop();
      CompletableFuture<TestEnvironment> started =
          CompletableFuture.supplyAsync(environment::start);
      awaitWaiting(environment, 1);

      Instant begin = Instant.now();
      environment.product().stop();

      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(10));
      assertThat(started).failsWithin(Duration.ofSeconds(10));
    }
  }

  private static int statusOfCall(TestEnvironment environment) {
    try {
      return environment.api().get("/webhooks/none").statusOfServer();
    } catch (UncheckedIOException e) {
      return NO_CONNECTION;
    }
  }

  private static void awaitWaiting(TestEnvironment environment, int times) {
    await("the node to say that it waits")
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                environment.product().log().split("Waiting for the database, for ").length > times);
  }
}
