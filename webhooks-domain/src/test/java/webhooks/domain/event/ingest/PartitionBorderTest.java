package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static webhooks.domain.event.ingest.IngestNode.READY;
import static webhooks.domain.event.ingest.IngestNode.event;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventPayload;
import webhooks.domain.id.IdSequence;
import webhooks.domain.id.Ids;
import webhooks.domain.settings.TestSettings;

/** Two nodes that store one event at the border of two partitions, on PostgreSQL. */
class PartitionBorderTest {
  private static final String MANY_EVENTS =
      """
      insert into event (id, account_id, message_id, occurrence, event_type, itwin_id, body, created)
      select cast(substr(cast(first_id_at(cast(extract(epoch from now()) * 1000 as bigint)) as text),
          1, 14) || '7000-8000-' || lpad(to_hex(n), 12, '0') as uuid),
        'a', gen_random_uuid(), 0, 't', 'a', '', now()
      from generate_series(1, 20000) n
      """;

  private static final String SOME_OF_THEM = "select message_id from event limit 200";

  private final TestDatabase database = TestDatabase.postgres();
  private final UUID id = UUID.randomUUID();
  private final String event = event(id, READY, null, "a");
  private final IngestNode node = new IngestNode(database);

  @BeforeEach
  void dropPartitions() {
    database.count("select count(drop_history_partition(first_id)) from history_partition");
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** Adds two partitions, the first of which ends at this time. */
  private void addPartitions(Instant border) {
    Duration length = Duration.ofHours(1);
    for (Instant begin : new Instant[] {border.minus(length), border}) {
      assertThat(
              database.count(
                  "select count(*) from (select add_history_partition(?, ?) as added) a where added",
                  Ids.firstOf(begin),
                  Ids.firstOf(begin.plus(length))))
          .isOne();
    }
  }

  /** Stores the event in the transaction of the test. */
  private void store() throws SQLException {
    Event stored =
        new Event(
            id,
            READY,
            Optional.of("a"),
            Optional.empty(),
            new EventPayload("{}".getBytes(StandardCharsets.UTF_8), "2026-01-01T00:00:00.000Z"));
    try (Connection connection = database.database().connection()) {
      EventTable table = new EventTable(connection, Dialect.POSTGRESQL);
      KnownEvents known = table.known(List.of(stored), Duration.ofDays(2));
      EventRow row = EventRow.of(stored, "a", known, Optional.empty());
      assertThat(table.insert(List.of(row), known)).containsExactly(row.id());
    }
  }

  @Test
  void theSecondTransactionWaitsForTheFirstInTheOtherPartition() throws Exception {
    Instant border = Instant.now().plusSeconds(1);
    addPartitions(border);
    CountDownLatch stored = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(
            () ->
                database.inTransaction(
                    () -> {
                      store();
                      stored.countDown();
                      return release.await(1, TimeUnit.MINUTES);
                    }));
    assertThat(stored.await(1, TimeUnit.MINUTES)).isTrue();
    await().until(() -> Instant.now().isAfter(border));

    CompletableFuture<IngestResult> second =
        CompletableFuture.supplyAsync(() -> node.receive(event));
    await().until(database::hasBlockedTransaction);
    release.countDown();

    assertThat(first.get(1, TimeUnit.MINUTES)).isTrue();
    assertThat(second.get(1, TimeUnit.MINUTES).duplicates()).isEqualTo(1);
    assertThat(node.events()).isEqualTo(1);
    assertThat(database.ids("select id from event"))
        .allSatisfy(one -> assertThat(Ids.timeOf(one)).isBefore(border));
  }

  @Test
  void anEventOfThePartitionBeforeIsARepeat() {
    Instant border = Instant.now().plusMillis(300);
    addPartitions(border);
    assertThat(node.receive(event).duplicates()).isZero();
    await().until(() -> Instant.now().isAfter(border));

    assertThat(node.receive(event).duplicates()).isEqualTo(1);
    assertThat(node.receive(event(id, READY, null, "b")).duplicates()).isZero();
  }

  @Test
  void anEventOfTheLaterPartitionIsARepeat() {
    addPartitions(Instant.now().plus(Duration.ofMinutes(30)));
    node.receive(event);
    UUID later = new IdSequence(Instant.now().plus(Duration.ofMinutes(40))).next();
    database.execute("update event set id = ?", later);

    assertThat(node.receive(event).duplicates()).as("of a clock that was ahead").isEqualTo(1);
  }

  /** Near a border an event is looked for in one place more, which has it for an hour. */
  @Test
  void anIdMayComeAgainAfterAShortDeduplicationNearABorder() {
    addPartitions(Instant.now().plusSeconds(60));
    IngestNode brief =
        IngestNode.onEmpty(database, TestSettings.with("webhooks.deduplication", "PT1S"));
    for (int times = 1; times <= 3; times++) {
      assertThat(brief.receive(event).duplicates()).isZero();
      assertThat(brief.receive(event).duplicates()).isOne();
      assertThat(brief.events()).isEqualTo(times);
      makeOlder(Duration.ofSeconds(2));
    }
  }

  private void makeOlder(Duration age) {
    for (String table : List.of("event", "event_border")) {
      for (UUID stored : database.ids("select id from " + table)) {
        UUID older = new IdSequence(Ids.timeOf(stored).minus(age)).next();
        database.execute("update " + table + " set id = ? where id = ?", older, stored);
      }
    }
  }

  /** The plan of the look-up is kept, and was made while there were no events. */
  @Test
  void theLookUpReadsNoMoreEventsThanItReturns() {
    addPartitions(Instant.now().plus(Duration.ofMinutes(30)));
    database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection();
              Statement statement = connection.createStatement()) {
            for (int i = 0; i < 10; i++) {
              lookUp(connection, List.of(UUID.randomUUID()));
            }
            statement.execute(MANY_EVENTS);
            List<UUID> stored = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(SOME_OF_THEM)) {
              while (rows.next()) {
                stored.add(rows.getObject(1, UUID.class));
              }
            }
            long before = rowsRead(statement);
            assertThat(lookUp(connection, stored)).isEqualTo(stored.size());
            assertThat(rowsRead(statement) - before).isLessThan(3L * stored.size());
          }
          return null;
        });
  }

  private static int lookUp(Connection connection, List<UUID> messageIds) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select count(id) from stored_events(?, 172800)")) {
      SqlArrays.set(select, 1, "uuid", messageIds.toArray());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Counts rows that were read from indexes and tables in this transaction. */
  private static long rowsRead(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables"
                + " where relname like 'event%'")) {
      row.next();
      return row.getLong(1);
    }
  }
}
