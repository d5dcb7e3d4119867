package webhooks.domain.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.delivery.queue.purge.PartitionRanges;
import webhooks.domain.id.Ids;
import webhooks.settings.command.MoveFailure;

/**
 * Stores events, but those that publishers have published here too.
 *
 * <p>A publisher that had no answer from the other installation may publish its event again, here.
 * Then the database has an event of the account with the same message id and another id, and the
 * time between the two is less than the deduplication. It replaces the one of the file. If the
 * installations have different deduplications, the shorter one counts: with the longer one, two
 * events of one installation could count as repeats, although it has stored both.
 *
 * <p>An event gets the occurrence that the intake here would have given it. So if a node stores the
 * same event in the same partition at the same moment, one of the two waits for the other.
 */
final class EventImport {
  /** A transaction of a node may store an event at the same moment; a second try then finds it. */
  private static final int TRIES = 3;

  private static final String STORED =
      "select id, account_id, message_id, occurrence from event where message_id = any(?)";

  private final Connection connection;
  private final Dialect dialect;
  private final RowInsert insert;

  private final Map<UUID, UUID> replaced = new HashMap<>();
  private Duration deduplication;
  private PartitionRanges partitions;

  /**
   * Creates the import.
   *
   * @param deduplication how long an event can be repeated here
   */
  EventImport(Connection connection, Dialect dialect, RowInsert insert, Duration deduplication) {
    this.connection = connection;
    this.dialect = dialect;
    this.insert = insert;
    this.deduplication = deduplication;
  }

  /** A stored event with a message id of the file. */
  private record Stored(UUID id, String account, UUID message, long occurrence) {
    static Stored of(Row event) {
      return new Stored(
          event.id("id"),
          event.text("account_id"),
          event.id("message_id"),
          event.number("occurrence"));
    }

    boolean hasMessageOf(Row event) {
      return message.equals(event.id("message_id")) && account.equals(event.text("account_id"));
    }
  }

  /**
   * Begins the transaction.
   *
   * @param deduplicationThere how long an event can be repeated at the other installation
   */
  void begin(Duration deduplicationThere) throws SQLException {
    deduplication = Collections.min(List.of(deduplication, deduplicationThere));
    partitions = PartitionRanges.of(connection, dialect);
  }

  /** Stores events, and returns those that were stored. */
  List<Row> insert(List<Row> events) throws SQLException, MoveFailure {
    List<Row> inserted = new ArrayList<>();
    List<Row> left = events;
    for (int tries = 0; !left.isEmpty(); tries++) {
      if (tries == TRIES) {
        throw new MoveFailure("Events of the account are published meanwhile: run it again");
      }
      List<Row> unknown = unknown(left);
      List<Row> now = insert.insert(unknown);
      inserted.addAll(now);
      left = now.size() == unknown.size() ? List.of() : unknown;
    }
    return inserted;
  }

  private List<Row> unknown(List<Row> events) throws SQLException {
    List<Stored> stored = stored(events);
    List<Row> unknown = new ArrayList<>();
    for (Row event : events) {
      UUID id = event.id("id");
      List<Stored> same = stored.stream().filter(one -> one.hasMessageOf(event)).toList();
      if (same.stream().noneMatch(one -> one.id().equals(id))) {
        Optional<UUID> repeated =
            same.stream().map(Stored::id).filter(one -> isRepeat(one, id)).findFirst();
        if (repeated.isPresent()) {
          replaced.put(id, repeated.get());
        } else {
          event.set("occurrence", occurrence(same, id));
          stored.add(Stored.of(event));
          unknown.add(event);
        }
      }
    }
    return unknown;
  }

  private boolean isRepeat(UUID one, UUID other) {
    Duration between = Duration.between(Ids.timeOf(one), Ids.timeOf(other)).abs();
    return between.compareTo(deduplication) < 0;
  }

  /** Returns the next occurrence of a message id in the partition of an event's id. */
  private long occurrence(List<Stored> same, UUID id) {
    return same.stream()
        .filter(one -> partitions.share(one.id(), id))
        .mapToLong(one -> one.occurrence() + 1)
        .max()
        .orElse(0);
  }

  private List<Stored> stored(List<Row> events) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STORED)) {
      Stream<UUID> messages = events.stream().map(event -> event.id("message_id"));
      SqlArrays.set(select, 1, "uuid", messages.distinct().toArray());
      List<Stored> stored = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          stored.add(
              new Stored(
                  row.getObject(1, UUID.class),
                  row.getString(2),
                  row.getObject(3, UUID.class),
                  row.getLong(4)));
        }
      }
      return stored;
    }
  }

  /** Returns the event that replaces one of the file, if there is one. */
  Optional<UUID> replacing(UUID event) {
    return Optional.ofNullable(replaced.get(event));
  }

  /** Returns how many events of the file are replaced. */
  int replacedCount() {
    return replaced.size();
  }
}
