package webhooks.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.id.IdSequence;
import webhooks.domain.retention.Retention.PurgeCursor;
import webhooks.domain.settings.TestSettings;

/** Nodes that purge at the same time share the work. H2 has one node. */
@OnEveryDatabase
class SharedPurgeTest {
  private final TestDatabase database;

  SharedPurgeTest(TestDatabase database) {
    this.database = database;
  }

  @Test
  void nodePurgesWhatOthersAreNotPurging() {
    assumeFalse(database.database().dialect().isEmbedded());
    database.clear();
    OffsetDateTime old = OffsetDateTime.now().minusDays(17);
    IdSequence ids = new IdSequence(old.toInstant());
    new QueueRows(database)
        .events(Stream.generate(ids::next).limit(1500).toList(), "type", new byte[1], old);
    Retention retention =
        new Retention(database.database(), TestSettings.with("webhooks.retention", "P14D"));

    database.inTransaction(
        () -> {
          retention.purgeEvents(PurgeCursor.START);
          assertThat(CompletableFuture.supplyAsync(() -> purgeOnce(retention)))
              .as("the purge of another node")
              .succeedsWithin(Duration.ofSeconds(30))
              .extracting(PurgeCursor::isEnd)
              .isEqualTo(true);
          return null;
        });

    assertThat(database.count("select count(*) from event")).isZero();
  }

  private PurgeCursor purgeOnce(Retention retention) {
    return database.inTransaction(() -> retention.purgeEvents(PurgeCursor.START));
  }
}
