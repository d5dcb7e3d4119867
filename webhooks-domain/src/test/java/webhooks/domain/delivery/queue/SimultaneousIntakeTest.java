package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.Slots;
import webhooks.domain.event.ingest.IngestResult;

/** Several nodes that accept the same events at once. Only PostgreSQL serves several nodes. */
class SimultaneousIntakeTest {
  @Test
  void storesEventsOnceThatEightNodesAccept() throws Exception {
    try (TestDatabase database = TestDatabase.postgres()) {
      QueueFixture.onEmpty(database).webhook(true, 1);
      List<UUID> ids = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
      ExecutorService threads = Executors.newFixedThreadPool(8);
      Callable<IngestResult> accept =
          () -> new QueueFixture(database, QueueFixture.LONG).accept(ids, Slots.NONE);

      int duplicates = 0;
      for (Future<IngestResult> one : threads.invokeAll(Collections.nCopies(8, accept))) {
        duplicates += one.get().duplicates();
      }
      threads.shutdownNow();

      assertThat(duplicates).isEqualTo(21);
      assertThat(database.count("select count(*) from event")).isEqualTo(3);
      assertThat(database.count("select count(*) from delivery")).isEqualTo(3);
    }
  }
}
