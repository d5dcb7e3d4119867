package webhooks.domain.event.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlRows;
import webhooks.domain.trace.TraceContext;

/** The SQL statements on events, each for a whole batch, inside the caller's transaction. */
final class EventTable {
  private static final String KNOWN =
      "select id, account_id, itwin_id from event where id = any(?)";
  private static final String INSERT =
      """
      insert into event
        (id, event_type, account_id, itwin_id, body, traceparent, tracestate, created)
      select e.id, e.event_type, e.account_id, e.itwin_id, e.body, e.traceparent, e.tracestate,
        current_timestamp
      from unnest(cast(? as uuid array), cast(? as varchar array), cast(? as varchar array),
        cast(? as varchar array), cast(? as bytea array), cast(? as varchar array),
        cast(? as varchar array))
        as e(id, event_type, account_id, itwin_id, body, traceparent, tracestate)
      """;
  private static final String CLASHING =
      """
      select e.id from event e
      join unnest(cast(? as uuid array), cast(? as varchar array), cast(? as varchar array))
        as r(id, account_id, itwin_id)
        on e.id = r.id and e.account_id is distinct from r.account_id
          and e.itwin_id <> r.itwin_id
      """;

  private final Connection connection;
  private final Dialect dialect;

  EventTable(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Returns what is stored of these events, by event; nothing for those that are not stored. */
  Map<UUID, EventIdentity> known(Collection<UUID> ids) throws SQLException {
    Map<UUID, EventIdentity> stored = new HashMap<>();
    if (ids.isEmpty()) {
      return stored;
    }
    try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
      select.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          UUID id = SqlRows.uuid(rows, 1);
          stored.put(id, new EventIdentity(id, Optional.of(rows.getString(2)), rows.getString(3)));
        }
      }
    }
    return stored;
  }

  /** Returns the ids among these whose stored events clash with them. */
  Set<UUID> clashing(Collection<EventIdentity> repeats) throws SQLException {
    if (repeats.isEmpty()) {
      return Set.of();
    }
    List<EventIdentity> rows = List.copyOf(repeats);
    try (PreparedStatement select = connection.prepareStatement(CLASHING)) {
      setArray(select, 1, "uuid", rows, EventIdentity::id);
      setArray(select, 2, "varchar", rows, row -> row.accountId().orElse(null));
      setArray(select, 3, "varchar", rows, EventIdentity::iTwin);
      return new HashSet<>(SqlRows.uuids(select));
    }
  }

  /**
   * Inserts the events that are not stored yet.
   *
   * @return the ids of the inserted events
   */
  Set<UUID> insert(Collection<EventRow> events) throws SQLException {
    // The events are sorted, so that two batches with the same events don't deadlock.
    List<EventRow> sorted = events.stream().sorted(Comparator.comparing(EventRow::id)).toList();
    return switch (dialect) {
      case H2 -> insertAfterSelect(sorted);
      case POSTGRESQL -> insertUnlessKnown(sorted);
    };
  }

  private Set<UUID> insertUnlessKnown(List<EventRow> events) throws SQLException {
    if (events.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement insert =
        connection.prepareStatement(INSERT + dialect.onConflictDoNothing() + " returning id")) {
      set(insert, events);
      return new HashSet<>(SqlRows.uuids(insert));
    }
  }

  /**
   * Inserts the events on H2, which does not return the inserted rows. If two transactions insert
   * the same id at the same time, the second fails on the primary key, and its retry finds the id.
   */
  private Set<UUID> insertAfterSelect(List<EventRow> events) throws SQLException {
    Set<UUID> known = known(events.stream().map(EventRow::id).toList()).keySet();
    List<EventRow> unknown = events.stream().filter(event -> !known.contains(event.id())).toList();
    Set<UUID> inserted = new HashSet<>();
    if (!unknown.isEmpty()) {
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        set(insert, unknown);
        insert.executeUpdate();
      }
      unknown.forEach(event -> inserted.add(event.id()));
    }
    return inserted;
  }

  private void set(PreparedStatement insert, List<EventRow> events) throws SQLException {
    setArray(insert, 1, "uuid", events, EventRow::id);
    setArray(insert, 2, "varchar", events, EventRow::eventType);
    setArray(insert, 3, "varchar", events, EventRow::accountId);
    setArray(insert, 4, "varchar", events, EventRow::iTwin);
    insert.setArray(
        5,
        connection.createArrayOf(
            dialect.bytesType(), events.stream().map(EventRow::body).toArray(byte[][]::new)));
    setArray(
        insert, 6, "varchar", events, row -> row.trace().map(TraceContext::parent).orElse(null));
    setArray(
        insert, 7, "varchar", events, row -> row.trace().flatMap(TraceContext::state).orElse(null));
  }

  private <T> void setArray(
      PreparedStatement statement,
      int index,
      String type,
      List<T> events,
      Function<T, Object> column)
      throws SQLException {
    statement.setArray(
        index, connection.createArrayOf(type, events.stream().map(column).toArray()));
  }
}
