package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.event.Accepted;

/** The queue on PostgreSQL, with several nodes. */
class PostgresQueueTest extends QueueContract {
  private static TestDatabase database;

  @BeforeAll
  static void start() {
    database = TestDatabase.postgres();
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  @Override
  TestDatabase database() {
    return database;
  }

  @Override
  int claimers() {
    return 2;
  }

  @Test
  void sameEventAtTheSameMomentIsOneEvent() throws Exception {
    List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Callable<Accepted> accept =
        () -> new QueueFixture(database, Duration.ofMinutes(5)).accept(ids, Slots.NONE);

    int duplicates = 0;
    for (Future<Accepted> one : threads.invokeAll(Collections.nCopies(8, accept))) {
      duplicates += one.get().duplicates();
    }
    threads.shutdownNow();

    assertThat(duplicates).isEqualTo(21);
    assertThat(database.count("select count(*) from event")).isEqualTo(3);
    assertThat(database.count("select count(*) from delivery")).isEqualTo(3);
  }

  @Nested
  class OfFailureStreaks extends FailureStreakContract {
    @Override
    TestDatabase database() {
      return database;
    }
  }
}
