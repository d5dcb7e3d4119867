package webhooks.domain.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.queue.purge.PartitionRanges;
import webhooks.domain.id.Ids;
import webhooks.settings.command.MoveFailure;

/**
 * Stores events, except the events that publishers have published here too.
 *
 * <p>A publisher that had no answer from the other installation may publish its event again, here.
 * Then the database has an event of the account with the same message id and another id, and the
 * time between the two is less than the deduplication. It replaces the event of the file. If the
 * installations have different deduplications, the shorter one counts: with the longer one, two
 * events of one installation could count as repeats, although it has stored both.
 *
 * <p>An event gets the occurrence that the intake here would have given it. So if a node stores the
 * same event in the same partition at the same moment, one of the two waits for the other.
 */
final class EventImport {
  /** A transaction of a node may store an event at the same moment; a second try then finds it. */
  private static final int MAX_TRIES = 3;

  /** More than the time between the first statement of an intake's transaction and its commit. */
  private static final Duration MAX_INTAKE = Duration.ofMinutes(1);

  private static final String STORED =
      "select id, account_id, message_id, occurrence from event where message_id = any(?)";

  /**
   * Finds each event of this transaction whose message id another transaction has stored since. The
   * offset makes PostgreSQL search by message id, instead of reading a whole index for a join.
   */
  private static final String STORED_SINCE =
      """
      select own.id, other.id from event other cross join lateral (
        select id from event e
        where e.message_id = other.message_id and e.account_id = other.account_id
          and e.xmin = cast(pg_current_xact_id() as xid) offset 0) own
      where other.id >= ? and other.account_id = any(?)
        and other.xmin <> cast(pg_current_xact_id() as xid)
      """;

  private static final String DELETE = "delete from event where id = any(?)";

  private final Connection connection;
  private final Dialect dialect;
  private final RowInsert insert;

  /** The replacement of each replaced event of the file, in the order of their discovery. */
  private final Map<UUID, UUID> replaced = new LinkedHashMap<>();

  private final Set<String> accounts = new HashSet<>();
  private Duration deduplication;
  private PartitionRanges partitions;
  private Instant begun;

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
  private record StoredEvent(UUID id, String account, UUID message, long occurrence) {
    static StoredEvent of(Row event) {
      return new StoredEvent(
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
   * Prepares the import. The caller calls this first in the import's transaction.
   *
   * @param deduplicationThere how long an event can be repeated at the other installation
   */
  void begin(Duration deduplicationThere) throws SQLException {
    deduplication = Collections.min(List.of(deduplication, deduplicationThere));
    partitions = PartitionRanges.of(connection, dialect);
    begun = SqlRows.now(connection);
  }

  /**
   * Stores events, unless they are stored already or publishers have repeated them here.
   *
   * @return the stored events
   * @throws MoveFailure if nodes store the same events again and again meanwhile
   */
  List<Row> insert(List<Row> events) throws SQLException, MoveFailure {
    List<Row> inserted = new ArrayList<>();
    List<Row> left = events;
    for (int tries = 0; !left.isEmpty(); tries++) {
      if (tries == MAX_TRIES) {
        throw new MoveFailure("Events of the account are published meanwhile: run it again");
      }
      List<Row> unknown = unknown(left);
      List<Row> now = insert.insert(unknown);
      inserted.addAll(now);
      left = now.size() == unknown.size() ? List.of() : unknown;
    }
    inserted.forEach(event -> accounts.add(event.text("account_id")));
    return inserted;
  }

  private List<Row> unknown(List<Row> events) throws SQLException {
    List<StoredEvent> stored = stored(events);
    List<Row> unknown = new ArrayList<>();
    for (Row event : events) {
      UUID id = event.id("id");
      List<StoredEvent> same = stored.stream().filter(one -> one.hasMessageOf(event)).toList();
      if (same.stream().noneMatch(one -> one.id().equals(id))) {
        Optional<UUID> repeated =
            same.stream().map(StoredEvent::id).filter(one -> isRepeat(one, id)).findFirst();
        if (repeated.isPresent()) {
          replaced.put(id, repeated.get());
        } else {
          event.set("occurrence", occurrence(same, id));
          stored.add(StoredEvent.of(event));
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
  private long occurrence(List<StoredEvent> same, UUID id) {
    return same.stream()
        .filter(one -> partitions.share(one.id(), id))
        .mapToLong(one -> one.occurrence() + 1)
        .max()
        .orElse(0);
  }

  private List<StoredEvent> stored(List<Row> events) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STORED)) {
      Stream<UUID> messages = events.stream().map(event -> event.id("message_id"));
      SqlArrays.set(select, 1, "uuid", messages.distinct().toArray());
      List<StoredEvent> stored = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          stored.add(
              new StoredEvent(
                  row.getObject(1, UUID.class),
                  row.getString(2),
                  row.getObject(3, UUID.class),
                  row.getLong(4)));
        }
      }
      return stored;
    }
  }

  /**
   * Deletes the events of this import that nodes have stored too since, in another partition: in
   * different partitions neither transaction waits for the other.
   *
   * @return how many events were deleted
   */
  int deleteRepeats() throws SQLException {
    if (dialect.isEmbedded()) {
      // No node runs meanwhile.
      return 0;
    }
    try (PreparedStatement select = connection.prepareStatement(STORED_SINCE);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      select.setObject(1, Ids.firstOf(begun.minus(MAX_INTAKE)));
      SqlArrays.set(select, 2, "varchar", accounts.toArray());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          UUID own = row.getObject(1, UUID.class);
          UUID other = row.getObject(2, UUID.class);
          if (isRepeat(other, own)) {
            replaced.put(own, other);
          }
        }
      }
      SqlArrays.set(delete, 1, "uuid", replaced.keySet().toArray());
      return delete.executeUpdate();
    }
  }

  /** Returns the replacement of each replaced event of the file, in the order of discovery. */
  Map<UUID, UUID> replaced() {
    return Collections.unmodifiableMap(replaced);
  }
}
