package webhooks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The product is started before its database. */
class LateDatabaseIT {

  @Test
  void nodeWaitsForItsDatabaseAndThenStarts() throws Exception {
    try (Postgres postgres = new Postgres("late").start();
        World world = World.onPostgres("late", postgres)) {
      postgres.stop();
      CompletableFuture<World> started = CompletableFuture.supplyAsync(world::start);

      await("the node to say twice that it waits")
          .atMost(Duration.ofMinutes(2))
          .until(() -> world.product().log().split("Waiting for the database, for ").length > 2);
      // Nothing answers yet, so that no balancer takes a half-started node for one that works.
      assertThatExceptionOfType(UncheckedIOException.class)
          .isThrownBy(() -> world.api().get("/webhooks/none").send());
      postgres.start();

      started.get(2, TimeUnit.MINUTES);
      assertThat(world.product().log()).doesNotContain("SEVERE").doesNotContain("\tat ");
    }
  }
}
