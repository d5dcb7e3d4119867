package webhooks.domain.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.id.Ids;
import webhooks.settings.command.MoveFailure;

/**
 * Stores events, but those that publishers have published here too.
 *
 * <p>A publisher that had no answer from the other installation may publish its event again, here.
 * Then the database has an event of the account with the same message id and another id. It
 * replaces the one of the file.
 *
 * <p>Both have the same occurrence: an installation that knows an earlier event with the message id
 * counts on. So events of one installation, which has found that they don't repeat each other,
 * never replace each other, whatever the deduplication is here.
 */
final class EventImport {
  /** A transaction of a node may store an event at the same moment; a second try then finds it. */
  private static final int TRIES = 3;

  private static final String STORED =
      "select id, account_id, message_id, occurrence from event where message_id = any(?)";

  private final Connection connection;
  private final RowInsert insert;
  private final Duration deduplication;
  private final Map<UUID, UUID> replaced = new HashMap<>();

  /**
   * Creates the import.
   *
   * @param deduplication how long an event can be repeated
   */
  EventImport(Connection connection, RowInsert insert, Duration deduplication) {
    this.connection = connection;
    this.insert = insert;
    this.deduplication = deduplication;
  }

  /** A stored event with a message id of the file. */
  private record Stored(UUID id, String account, UUID message, long occurrence) {
    boolean hasMessageOf(Row event) {
      return message.equals(event.id("message_id")) && account.equals(event.text("account_id"));
    }
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
      List<Stored> same = stored.stream().filter(one -> one.hasMessageOf(event)).toList();
      if (same.stream().noneMatch(one -> one.id().equals(event.id("id")))) {
        Optional<Stored> repeat =
            occurrence(same, event).filter(one -> isRecent(one.id(), event.id("id")));
        if (repeat.isPresent()) {
          replaced.put(event.id("id"), repeat.get().id());
        } else {
          countOn(same, event);
          unknown.add(event);
        }
      }
    }
    return unknown;
  }

  private static Optional<Stored> occurrence(List<Stored> same, Row event) {
    return same.stream().filter(one -> one.occurrence() == event.number("occurrence")).findFirst();
  }

  private boolean isRecent(UUID one, UUID other) {
    Duration between = Duration.between(Ids.timeOf(one), Ids.timeOf(other)).abs();
    return between.compareTo(deduplication) < 0;
  }

  /** Gives an event another occurrence if the database has one with its own, of long ago. */
  private static void countOn(List<Stored> same, Row event) {
    if (occurrence(same, event).isPresent()) {
      long last = same.stream().mapToLong(Stored::occurrence).max().orElseThrow();
      event.set("occurrence", last + 1);
    }
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
