package webhooks.domain.delivery.queue.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.delivery.DeliveryStatus.PENDING;
import static webhooks.domain.delivery.DeliveryStatus.SUCCEEDED;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.id.Ids;

/** The partitions of finished deliveries, which only PostgreSQL has. */
@Timeout(60)
class HistoryPartitionsTest {
  private static final Duration RETENTION = Duration.ofDays(14);

  private final TestDatabase database = TestDatabase.postgres();

  /** At noon, so that what a test does at this time is in one day, whenever it runs. */
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12));

  @AfterEach
  void close() {
    database.close();
  }

  private interface Use<T> {
    T of(Connection connection) throws SQLException;
  }

  private <T> T use(Use<T> use) {
    return database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            return use.of(connection);
          }
        });
  }

  private void addAt(Instant time) {
    use(
        connection -> {
          HistoryPartitions.add(connection, time, RETENTION);
          return null;
        });
  }

  /** Drops all partitions whose retention is over then, and returns their number. */
  private int dropAt(Instant time) {
    int dropped = 0;
    while (use(connection -> HistoryPartitions.dropOldest(connection, time.minus(RETENTION)))) {
      dropped++;
    }
    return dropped;
  }

  private Instant inDays(int days) {
    return now.plus(Duration.ofDays(days));
  }

  /** Inserts a delivery of this moment with its event and an attempt. */
  private UUID delivery(DeliveryStatus status, Instant created) {
    UUID id = Ids.firstOf(created);
    QueueRows rows = new QueueRows(database);
    UUID webhook = UUID.randomUUID();
    rows.event(id, "type", new byte[1], OffsetDateTime.now());
    rows.deliveries(List.of(new QueueRows.Row(id, id, webhook, status, 1, OffsetDateTime.now())));
    rows.attempt(id, 1, 1, null, null);
    return id;
  }

  private boolean isKept(UUID delivery) {
    return database.count("select count(*) from delivery where id = ?", delivery) == 1
        && database.count("select count(*) from event where id = ?", delivery) == 1
        && database.count("select count(*) from attempt where delivery_id = ?", delivery) == 1;
  }

  @Test
  void newTablesTakeDeliveriesOfTwoDays() {
    assertThat(isKept(delivery(SUCCEEDED, now))).isTrue();
    assertThat(isKept(delivery(SUCCEEDED, inDays(2)))).isTrue();
  }

  @Test
  void partitionsExistTwoDaysAheadAfterALongPause() {
    addAt(inDays(30));

    assertThat(isKept(delivery(SUCCEEDED, inDays(20)))).as("in the pause").isTrue();
    assertThat(isOther()).isTrue();
    database.execute("delete from delivery_other");
    assertThat(isKept(delivery(SUCCEEDED, inDays(32)))).isTrue();
    assertThat(isOther()).isFalse();
  }

  @Test
  void partitionsExistTwoDaysAheadOnEachDay() {
    for (int day = 1; day <= 10; day++) {
      addAt(inDays(day));

      delivery(SUCCEEDED, inDays(day + 2));
      assertThat(isOther()).as("after " + day + " days").isFalse();
    }
  }

  /** A version before added such a partition, whose name the next one needs. */
  @Test
  void replacesPartitionOfLessThanAMillisecond() {
    Instant midnight = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(4));
    UUID end = Ids.firstOf(midnight);
    UUID first = new UUID(end.getMostSignificantBits() & ~0xFFFFL, 0);
    String name =
        DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC).format(midnight);
    Map.of("event", "event", "delivery", "delivery_finished", "attempt", "attempt")
        .forEach(
            (prefix, table) ->
                database.execute(
                    "create table %s_%s partition of %s for values from ('%s') to ('%s')"
                        .formatted(prefix, name, table, first, end)));
    database.execute("insert into history_partition values (?, ?, ?)", name, first, end);

    addAt(inDays(3));

    delivery(SUCCEEDED, inDays(4));
    assertThat(isOther()).isFalse();
  }

  private boolean isOther() {
    return database.count("select count(*) from delivery_other") > 0;
  }

  @Test
  void dropsPartitionWhenTheRetentionOfItsLastDeliveryIsOver() {
    UUID old = delivery(SUCCEEDED, now);

    assertThat(dropAt(inDays(13))).isZero();
    assertThat(isKept(old)).isTrue();
    assertThat(dropAt(inDays(16))).isPositive();

    assertThat(isKept(old)).isFalse();
    assertThat(database.count("select count(*) from history_partition where first_id < ?", old))
        .as("partitions of that day and before")
        .isZero();
  }

  @Test
  void keepsPartitionThatPendingDeliveryWillEndIn() {
    UUID old = delivery(SUCCEEDED, now);
    UUID pending = delivery(PENDING, now.plusMillis(1));

    dropAt(inDays(16));
    assertThat(isKept(old)).isTrue();
    new QueueRows(database).finishAll();
    dropAt(inDays(16));

    assertThat(isKept(old)).isFalse();
    assertThat(isKept(pending)).isFalse();
  }

  /** As during a dump, which may take hours. */
  @Test
  void leavesPartitionInUseForLater() throws Exception {
    UUID old = delivery(SUCCEEDED, now);

    int dropped =
        database.inTransaction(
            () -> {
              try (Connection dump = database.database().connection();
                  var read = dump.createStatement()) {
                read.executeQuery("select count(*) from delivery, attempt");
              }
              return CompletableFuture.supplyAsync(() -> dropAt(inDays(16))).get();
            });

    assertThat(dropped).isZero();
    assertThat(isKept(old)).isTrue();
    dropAt(inDays(16));
    assertThat(isKept(old)).isFalse();
  }

  /** Such rows keep only the partition of their day from being added. */
  @Test
  void takesDeliveriesOfNodeWithWrongClock() {
    UUID early = delivery(SUCCEEDED, inDays(100));

    addAt(inDays(100));

    assertThat(isKept(early)).isTrue();
    assertThat(isKept(delivery(SUCCEEDED, inDays(100).plusMillis(1)))).isTrue();
    assertThat(database.count("select count(*) from delivery_other")).isEqualTo(2);
    delivery(SUCCEEDED, inDays(102));
    assertThat(database.count("select count(*) from delivery_other")).isEqualTo(2);
  }

  @Test
  void onlyFunctionsOfPartitionsDropTables() {
    database.execute(
        "insert into history_partition (name, first_id, end_id) values ('other', ?, ?)",
        Ids.firstOf(Instant.EPOCH.plusMillis(1)),
        Ids.firstOf(Instant.EPOCH.plusMillis(2)));

    assertThat(dropAt(now)).isZero();

    assertThat(isOther()).isFalse();
  }

  @Test
  void rowsAreDeletedOnlyBeforeThePartitionThatWillBeDropped() {
    Instant former = inDays(-3);

    assertThat(firstKept(former, RETENTION)).isEqualTo(former);
    assertThat(firstKept(now, RETENTION)).isBefore(now).isAfter(former);
    assertThat(firstKept(now, Duration.ofHours(1))).as("of a short retention").isEqualTo(now);
    Instant later = inDays(100);
    dropAt(later.plus(RETENTION));
    assertThat(firstKept(later, RETENTION)).as("of no partition").isEqualTo(later);
  }

  @Test
  void rowsOfExpiredPartitionsAreNotDeletedOneByOne() {
    Instant first = firstKept(now, RETENTION);
    Instant next = first.plus(Duration.ofDays(1));

    assertThat(firstKept(next.plusSeconds(1), RETENTION)).isEqualTo(first);
    delivery(PENDING, first.plusSeconds(1));
    assertThat(firstKept(next.plusSeconds(1), RETENTION))
        .as("of one that can't be dropped")
        .isEqualTo(next);
  }

  private Instant firstKept(Instant firstUnexpired, Duration retention) {
    return use(connection -> HistoryPartitions.firstKept(connection, firstUnexpired, retention));
  }

  @ParameterizedTest
  @CsvSource({
    "P3650D, P30D",
    "P365D, P7D",
    "P14D, P1D",
    "P13D, PT6H",
    "P1D, PT1H",
    "PT5H, PT10M",
    "PT1S, PT10M"
  })
  void shortRetentionsHaveShortPartitions(Duration retention, Duration length) {
    assertThat(HistoryPartitions.length(retention)).isEqualTo(length);
  }
}
