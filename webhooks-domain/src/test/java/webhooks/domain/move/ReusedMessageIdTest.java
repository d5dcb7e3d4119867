package webhooks.domain.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.queue.purge.HistoryPartitions;
import webhooks.domain.id.IdSequence;
import webhooks.domain.settings.NodeSettings;
import webhooks.settings.command.MoveFailure;

/**
 * Events of the source that have one message id, because its deduplication is shorter than the time
 * between them.
 */
@ParameterizedClass(name = "{0} to {1}")
@ArgumentsSource(Directions.class)
class ReusedMessageIdTest {
  private static final String ACCOUNT = "moved";

  private final Installation source;
  private final Installation target;
  private SourceAccount moved;

  ReusedMessageIdTest(TestDatabase from, TestDatabase to) throws SQLException {
    source = new Installation(from, NodeSettings.KEY).with("webhooks.deduplication", "PT1H");
    target = new Installation(to, NodeSettings.KEY);
    addPast(from);
  }

  private static void addPast(TestDatabase database) throws SQLException {
    if (database.database().dialect().hasPartitions()) {
      try (Connection connection = database.database().dataSource().getConnection()) {
        assertThat(HistoryPartitions.addPast(connection, Duration.ofDays(14))).isTrue();
      }
    }
  }

  @BeforeEach
  void insertAnAccount() {
    source.database.clear();
    target.database.clear();
    moved = SourceAccount.in(source.database, ACCOUNT);
  }

  private void move() throws MoveFailure {
    target.importAccount(source.exportAccount(ACCOUNT));
  }

  /** Stores another event with the message id at the source, and returns its pending delivery. */
  private UUID publishAgain(Duration later) {
    IdSequence ids = new IdSequence(Instant.now().plus(later));
    UUID event = ids.next();
    UUID delivery = ids.next();
    moved.event(event, ACCOUNT, moved.message);
    moved.pending(delivery, event, moved.webhook);
    return delivery;
  }

  private void assertMoved(List<UUID> deliveries) {
    for (UUID delivery : deliveries) {
      assertThat(
              target.database.count(
                  "select count(*) from delivery_pending d join event e on e.id = d.event_id"
                      + " where d.id = ?",
                  delivery))
          .isEqualTo(1);
    }
  }

  @Test
  void bringsAllEventsOfOneFile() throws MoveFailure {
    List<UUID> deliveries = new ArrayList<>(List.of(moved.pending));
    for (int day = 1; day <= 5; day++) {
      deliveries.add(publishAgain(Duration.ofDays(-day)));
    }

    move();

    assertMoved(deliveries);
  }

  /** The target keeps rows for a day, and has no partitions for older rows. */
  @Test
  void bringsEventsThatShareAPartitionHere() throws MoveFailure {
    target.with("webhooks.retention", "P1D");
    List<UUID> deliveries = new ArrayList<>(List.of(moved.pending));
    for (int day = 5; day <= 9; day++) {
      deliveries.add(publishAgain(Duration.ofDays(-day)));
    }

    move();

    assertMoved(deliveries);
  }

  @Test
  void bringsAnEventThatCameAfterTheFirstExport() throws MoveFailure {
    move();
    UUID delivery = publishAgain(Duration.ofDays(1));

    move();

    assertMoved(List.of(moved.pending, delivery));
  }

  /** A node that stores one of them at the same moment then meets it at the unique index. */
  @Test
  void countsThemAsTheIntakeHere() throws MoveFailure {
    publishAgain(Duration.ofDays(1));

    move();

    boolean isH2 = target.database.database().dialect() == Dialect.H2;
    assertThat(target.rows("select occurrence from event where account_id = 'moved'"))
        .extracting(row -> row.get("occurrence"))
        .containsExactlyInAnyOrder("0", isH2 ? "1" : "0");
  }
}
