package webhooks.domain.event.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.event.Event;
import webhooks.domain.id.Ids;
import webhooks.domain.trace.TraceContext;

/** The SQL statements on events, each for a whole batch, inside the caller's transaction. */
final class EventTable {
  private static final String COLUMNS =
      "moment, near_border, id, message_id, account_id, itwin_id, occurrence";

  private static final String KNOWN_ON_POSTGRES = "select " + COLUMNS + " from stored_events(?, ?)";

  /**
   * Bounds the wait of the transaction's later statements for locks, in milliseconds. The driver
   * sends it together with the statement that follows it. Has an effect only in a transaction.
   */
  private static final String LOCK_TIMEOUT = "set local lock_timeout = ";

  private static final String KNOWN_ON_H2 =
      """
      select current_timestamp as moment, false as near_border, e.id, e.message_id, e.account_id,
        e.itwin_id, e.occurrence
      from (values (1)) one left join event e on e.message_id = any(?)
      """;

  private static final String ROWS =
      """
      select e.id, e.account_id, e.message_id, e.occurrence, e.event_type, e.itwin_id, e.body,
        e.traceparent, e.tracestate, current_timestamp
      from unnest(cast(? as uuid array), cast(? as varchar array), cast(? as uuid array),
        cast(? as integer array), cast(? as varchar array), cast(? as varchar array),
        cast(? as bytea array), cast(? as varchar array), cast(? as varchar array))
        as e(id, account_id, message_id, occurrence, event_type, itwin_id, body, traceparent,
          tracestate)
      """;

  private static final String INSERT =
      """
      insert into event
        (id, account_id, message_id, occurrence, event_type, itwin_id, body, traceparent,
         tracestate, created)
      """;

  /** Another transaction may store the same event in the same partition at the same moment. */
  private static final String INSERT_UNLESS_KNOWN =
      INSERT + ROWS + " on conflict do nothing returning id";

  /**
   * Near a border, another transaction may also store the same event in the other partition. So
   * both insert it into {@code event_border} first, where the second one waits. A row there is
   * replaced if its event is too old to be repeated.
   */
  private static final String INSERT_NEAR_BORDER =
      "with e as ("
          + ROWS
          + """
          ), unknown as (
            insert into event_border (message_id, account_id, id)
            select message_id, account_id, id from e
            on conflict (message_id, account_id) do update set id = excluded.id
            where event_border.id < cast(? as uuid)
            returning id)
          """
          + INSERT
          + "select e.* from e join unknown u on u.id = e.id on conflict do nothing returning id";

  private final Connection connection;
  private final Dialect dialect;

  EventTable(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Does the same as the other method, without a maximum for the wait of {@link #insert}. */
  KnownEvents known(Collection<Event> events, Duration deduplication) throws SQLException {
    return known(events, deduplication, Optional.empty());
  }

  /**
   * Returns the stored events that the given ones may repeat, and the ids for new events.
   *
   * @param deduplication how long an event can be repeated
   * @param lockWait how long {@link #insert} waits at most for a transaction that stores one of the
   *     events; empty if it may wait without a maximum. H2 ignores this and has a maximum of its
   *     own
   */
  KnownEvents known(Collection<Event> events, Duration deduplication, Optional<Duration> lockWait)
      throws SQLException {
    boolean isH2 = dialect == Dialect.H2;
    String lockTimeout =
        lockWait.map(Duration::toMillis).map(millis -> LOCK_TIMEOUT + millis + "; ").orElse("");
    String onPostgres = lockTimeout + KNOWN_ON_POSTGRES;
    try (PreparedStatement select = connection.prepareStatement(isH2 ? KNOWN_ON_H2 : onPostgres)) {
      SqlArrays.set(select, 1, "uuid", events.stream().map(Event::id).distinct().toArray());
      if (!isH2) {
        select.setDouble(2, deduplication.toMillis() / 1000.0);
      }
      try (ResultSet row = lastResult(select)) {
        row.next();
        Instant moment = row.getObject("moment", OffsetDateTime.class).toInstant();
        KnownEvents known = new KnownEvents(moment, deduplication, row.getBoolean("near_border"));
        do {
          addStored(known, row);
        } while (row.next());
        return known;
      }
    }
  }

  /** Executes one statement, or two of which the second returns rows. */
  private static ResultSet lastResult(PreparedStatement select) throws SQLException {
    if (!select.execute()) {
      select.getMoreResults();
    }
    return select.getResultSet();
  }

  private static void addStored(KnownEvents known, ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    if (id != null) {
      known.addStored(
          id,
          row.getObject("message_id", UUID.class),
          new KnownEvents.Known(
              row.getString("account_id"),
              row.getString("itwin_id"),
              row.getInt("occurrence"),
              true));
    }
  }

  /**
   * Inserts events that repeat none of the known ones.
   *
   * <p>Another transaction may insert the same event at the same moment. PostgreSQL then waits for
   * it, and leaves the event out. H2 fails, and the caller's retry finds the event.
   *
   * @param known the events that the given ones were compared with
   * @return the ids of the inserted rows
   */
  Set<UUID> insert(Collection<EventRow> events, KnownEvents known) throws SQLException {
    if (events.isEmpty()) {
      return Set.of();
    }
    // The events are sorted, so that two batches with the same events don't deadlock.
    List<EventRow> sorted =
        events.stream()
            .sorted(Comparator.comparing(EventRow::messageId).thenComparing(EventRow::accountId))
            .toList();
    if (dialect == Dialect.H2) {
      try (PreparedStatement insert = connection.prepareStatement(INSERT + ROWS)) {
        set(insert, sorted);
        insert.executeUpdate();
      }
      return new HashSet<>(sorted.stream().map(EventRow::id).toList());
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            known.nearBorder() ? INSERT_NEAR_BORDER : INSERT_UNLESS_KNOWN)) {
      set(insert, sorted);
      if (known.nearBorder()) {
        insert.setObject(10, Ids.firstOf(known.firstRecent()));
      }
      return new HashSet<>(SqlRows.uuids(insert));
    }
  }

  private void set(PreparedStatement insert, List<EventRow> events) throws SQLException {
    set(insert, 1, "uuid", events, EventRow::id);
    set(insert, 2, "varchar", events, EventRow::accountId);
    set(insert, 3, "uuid", events, EventRow::messageId);
    set(insert, 4, "integer", events, EventRow::occurrence);
    set(insert, 5, "varchar", events, EventRow::eventType);
    set(insert, 6, "varchar", events, EventRow::iTwin);
    insert.setArray(
        7,
        connection.createArrayOf(
            dialect.bytesType(), events.stream().map(EventRow::body).toArray(byte[][]::new)));
    set(insert, 8, "varchar", events, row -> row.trace().map(TraceContext::parent).orElse(null));
    set(insert, 9, "varchar", events, row -> row.trace().flatMap(TraceContext::state).orElse(null));
  }

  private static void set(
      PreparedStatement statement,
      int index,
      String type,
      List<EventRow> events,
      Function<EventRow, Object> column)
      throws SQLException {
    SqlArrays.set(statement, index, type, events.stream().map(column).toArray());
  }
}
