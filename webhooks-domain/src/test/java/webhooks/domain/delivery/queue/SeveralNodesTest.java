package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.Slots;
import webhooks.domain.event.ingest.IngestResult;

/** Several nodes that accept and claim at the same time. Only PostgreSQL serves several nodes. */
class SeveralNodesTest {
  private final TestDatabase database = TestDatabase.postgres();
  private final QueueFixture node = QueueFixture.onEmpty(database);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void storesEventsOnceThatEightNodesAccept() throws Exception {
    node.webhook(true, 1);
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

  @Test
  void claimsEachOfTenThousandDeliveriesOnce() throws Exception {
    node.webhook(true, 1);
    List<UUID> accepted = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      accepted.addAll(node.accept(500, CountedSlots.enough()));
    }
    node.makeDue();

    List<UUID> claimed = new Claimers(database, QueueFixture.LONG).claimEverything(2);

    assertThat(claimed).hasSize(10_000).doesNotHaveDuplicates();
    assertThat(Set.copyOf(claimed)).isEqualTo(Set.copyOf(accepted));
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(10_000);
    assertThat(database.count("select count(*) from attempt")).isEqualTo(10_000);
  }
}
