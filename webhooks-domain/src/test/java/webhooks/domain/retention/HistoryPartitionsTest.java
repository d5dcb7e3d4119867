package webhooks.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.delivery.DeliveryStatus.PENDING;
import static webhooks.domain.delivery.DeliveryStatus.SUCCEEDED;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.id.Ids;
import webhooks.domain.settings.TestSettings;

/** The partitions of finished deliveries, which only PostgreSQL has. */
@Timeout(60)
class HistoryPartitionsTest {
  private static final Duration RETENTION = Duration.ofDays(14);

  private final TestDatabase database = TestDatabase.postgres();
  private final HistoryPartitions partitions =
      new HistoryPartitions(
          database.database(), TestSettings.with("webhooks.retention", RETENTION.toString()));

  @AfterEach
  void close() {
    database.close();
  }

  private void moveAt(Instant now) {
    database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            partitions.move(connection, now);
          }
          return null;
        });
  }

  private static Instant inDays(int days) {
    return Instant.now().plus(Duration.ofDays(days));
  }

  /** Inserts a delivery of this moment with an attempt. */
  private UUID delivery(DeliveryStatus status, Instant created) {
    UUID id = Ids.firstOf(created);
    database.execute(
        "insert into delivery (id, event_id, webhook_id, activation, status, attempts, created)"
            + " values (?, ?, ?, 1, ?, 1, current_timestamp)",
        id,
        UUID.randomUUID(),
        UUID.randomUUID(),
        status.number());
    database.execute(
        "insert into attempt (delivery_id, number, started, duration_ms)"
            + " values (?, 1, current_timestamp, 1)",
        id);
    return id;
  }

  private boolean isKept(UUID delivery) {
    return database.count("select count(*) from delivery where id = ?", delivery) == 1
        && database.count("select count(*) from attempt where delivery_id = ?", delivery) == 1;
  }

  @Test
  void newTablesTakeDeliveriesOfTwoDays() {
    assertThat(isKept(delivery(SUCCEEDED, Instant.now()))).isTrue();
    assertThat(isKept(delivery(SUCCEEDED, inDays(2)))).isTrue();
  }

  @Test
  void partitionsExistTwoDaysAheadAfterALongPause() {
    moveAt(inDays(30));

    assertThat(isKept(delivery(SUCCEEDED, inDays(20)))).as("in the pause").isTrue();
    assertThat(isKept(delivery(SUCCEEDED, inDays(32)))).isTrue();
  }

  @Test
  void dropsPartitionWhenTheRetentionOfItsLastDeliveryIsOver() {
    UUID old = delivery(SUCCEEDED, Instant.now());

    moveAt(inDays(14));
    assertThat(isKept(old)).isTrue();
    moveAt(inDays(16));

    assertThat(isKept(old)).isFalse();
    assertThat(database.count("select count(*) from history_partition where first_id < ?", old))
        .as("partitions of that day and before")
        .isOne();
  }

  @Test
  void keepsPartitionThatPendingDeliveryWillEndIn() {
    UUID old = delivery(SUCCEEDED, Instant.now());
    UUID pending = delivery(PENDING, Instant.now().plusMillis(1));

    moveAt(inDays(16));
    assertThat(isKept(old)).isTrue();
    database.execute("update delivery set status = 1 where id = ?", pending);
    moveAt(inDays(16));

    assertThat(isKept(old)).isFalse();
    assertThat(isKept(pending)).isFalse();
  }

  /** As during a dump, which may take hours. */
  @Test
  void leavesPartitionInUseForLater() {
    UUID old = delivery(SUCCEEDED, Instant.now());

    database.inTransaction(
        () -> {
          try (Connection dump = database.database().connection();
              var read = dump.createStatement()) {
            read.executeQuery("select count(*) from delivery, attempt");
          }
          Thread purge = new Thread(() -> moveAt(inDays(16)));
          purge.start();
          purge.join();
          return null;
        });

    assertThat(isKept(old)).isTrue();
    moveAt(inDays(16));
    assertThat(isKept(old)).isFalse();
  }

  @Test
  void takesDeliveriesOfNodeWithWrongClock() {
    UUID early = delivery(SUCCEEDED, inDays(100));

    moveAt(inDays(100));
    UUID next = delivery(SUCCEEDED, inDays(100).plusMillis(1));

    assertThat(isKept(early)).isTrue();
    assertThat(isKept(next)).isTrue();
    assertThat(database.count("select count(*) from delivery_other")).isEqualTo(2);
    database.execute("delete from delivery_other");
    database.execute("delete from attempt_other");
    moveAt(inDays(100));
    assertThat(isKept(delivery(SUCCEEDED, inDays(100)))).isTrue();
    assertThat(database.count("select count(*) from delivery_other")).isZero();
  }

  @Test
  void rowsAreDeletedOnlyBeforeThePartitionThatWillBeDropped() {
    UUID today = Ids.firstOf(Instant.now());
    UUID former = Ids.firstOf(Instant.now().minus(Duration.ofDays(3)));

    assertThat(firstKept(former, RETENTION)).isEqualTo(former);
    assertThat(firstKept(today, RETENTION)).isLessThan(today);
    assertThat(firstKept(today, Duration.ofMinutes(1))).isEqualTo(today);
  }

  private UUID firstKept(UUID firstUnexpired, Duration retention) {
    return database.inTransaction(
        () -> {
          try (Connection connection = database.database().connection()) {
            return HistoryPartitions.firstKept(connection, firstUnexpired, retention);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({"P365D, P1D", "P14D, P1D", "P13D, PT6H", "P1D, PT1H", "PT5H, PT10M", "PT1S, PT10M"})
  void shortRetentionsHaveShortPartitions(Duration retention, Duration length) {
    assertThat(HistoryPartitions.length(retention)).isEqualTo(length);
  }
}
