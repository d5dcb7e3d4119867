package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;
import webhooks.domain.event.ingest.IngestResult;

/** Several nodes that accept and claim at the same time. Only PostgreSQL serves several nodes. */
class SeveralNodesTest {
  /** Does at once what the database does for a statement that was planned some times. */
  private static final String KEEP_PLANS = "set local plan_cache_mode = force_generic_plan";

  private static final String ROWS_READ_THROUGH =
      "select coalesce(sum(seq_tup_read), 0) from pg_stat_xact_user_tables"
          + " where relname = 'delivery_pending'";

  private final TestDatabase database = TestDatabase.postgres();
  private final QueueFixture node = QueueFixture.onEmpty(database);

  @AfterEach
  void close() {
    database.close();
  }

  /** Their accounts say in whose turn their backlogs are served. */
  @Test
  void searchForBacklogsLoadsTheirWebhooks() {
    UUID webhook = node.webhook(true, 1);
    node.accept(1, Slots.NONE);
    QueueFixture other = new QueueFixture(database, QueueFixture.LONG);

    assertThat(other.webhooks(DeliveryQueue::webhooksWithBacklog)).containsExactly(webhook);

    assertThat(other.subscriptions.find(webhook)).isPresent();
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
    assertThat(database.count("select count(*) from delivery_attempt")).isEqualTo(10_000);
  }

  @Test
  void plansMadeForASmallQueueDoNotReadALargeOneThrough() {
    UUID webhook = node.webhook(true, 1);
    // The driver prepares a statement that it has seen some times.
    rowsReadThrough(webhook);
    database.execute("analyze delivery_pending");
    for (int i = 0; i < 20; i++) {
      rowsReadThrough(webhook);
    }
    node.accept(5_000, Slots.NONE);

    assertThat(rowsReadThrough(webhook)).isZero();
  }

  /**
   * The tests' PostgreSQL is built without JIT. The pool has one connection, which is used again.
   */
  @Test
  void turnsJitOffInTransactionsOfTheQueue() {
    UUID webhook = node.webhook(true, 1);

    String duringClaim =
        database.inTransaction(
            () -> {
              node.claimBacklogInTransaction(CountedSlots.enough(), Map.of(webhook, 2));
              return jitSetting();
            });

    assertThat(duringClaim).isEqualTo("off");
    assertThat(database.inTransaction(this::jitSetting)).isEqualTo("on");
  }

  private String jitSetting() throws SQLException {
    try (Connection connection = database.database().connection();
        ResultSet row = connection.createStatement().executeQuery("show jit")) {
      row.next();
      return row.getString(1);
    }
  }

  /**
   * Claims and records as a node with little to do; returns how many rows of the queue it read from
   * end to end.
   */
  private long rowsReadThrough(UUID webhook) {
    node.accept(2, Slots.NONE);
    return database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            connection.createStatement().execute(KEEP_PLANS);
            List<LeasedDelivery> claimed =
                node.claimBacklogInTransaction(CountedSlots.enough(), Map.of(webhook, 2))
                    .deliveries();
            node.recordInTransaction(List.of(QueueFixture.succeeded(claimed.get(0))));
            node.recordInTransaction(List.of(QueueFixture.retry(claimed.get(1), Duration.ZERO)));
            ResultSet row = connection.createStatement().executeQuery(ROWS_READ_THROUGH);
            row.next();
            return row.getLong(1);
          }
        });
  }
}
