package webhooks.domain.operational;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.id.Ids;

/**
 * The SQL statements on the rows of operational events, inside the caller's transaction. A query
 * whose rows are then changed leaves out rows that another transaction has locked, so no node waits
 * for another one.
 */
public final class OperationalEventTable {
  /** The maximum number of rows in one statement, which must end long before its time-out. */
  private static final int MAX_INSERTED = 10_000;

  private static final String INSERT =
      """
      insert into operational_event (id, event_type, content, created)
      values (?, ?, ?, current_timestamp)
      """;
  private static final String INSERT_ALL =
      """
      insert into operational_event
        (id, event_type, webhook_id, client_id, account_id, content, created)
      select n.id, cast(? as varchar), n.webhook_id, nullif(w.client_id, ''),
        nullif(w.account_id, ''), n.content, current_timestamp
      from unnest(cast(? as uuid array), cast(? as uuid array), cast(? as varchar array))
        as n(id, webhook_id, content)
      left join webhook w on w.id = n.webhook_id
      """;
  private static final String COLUMNS =
      """
      select id, event_type, webhook_id, client_id, account_id, content, created
      from operational_event
      """;
  private static final String NEW =
      COLUMNS + "where not ingested order by id fetch first ? rows only";
  private static final String UNPUBLISHED =
      COLUMNS
          + """
          where ingested and (claimed_until is null or claimed_until < current_timestamp)
          order by id fetch first ? rows only
          """;
  private static final String SET_INGESTED =
      "update operational_event set ingested = true where id = any(?)";
  private static final String CLAIM =
      "update operational_event set claimed_until = current_timestamp + interval '30' second"
          + " where id = any(?)";

  /** Stops counting at a number, so that the count is cheap. */
  private static final String COUNT_WAITING =
      """
      select count(*) from
        (select id from operational_event where ingested fetch first ? rows only) waiting
      """;

  private static final String OLDEST =
      "select id from operational_event where ingested order by id fetch first ? rows only";

  /** Selects old rows among the oldest ones only, so that the query reads few rows. */
  private static final String TOO_OLD =
      """
      select id from operational_event
      where id in (%s) and created < current_timestamp - interval '7' day
      order by id
      """
          .formatted(OLDEST);

  private static final String DELETE = "delete from operational_event where id = any(?)";

  private final Connection connection;
  private final Dialect dialect;

  /** Creates the statements for a connection. */
  public OperationalEventTable(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Inserts events about webhooks, with the current owners of these. */
  void insert(OperationalEventType type, List<WebhookReport> events) throws SQLException {
    for (int from = 0; from < events.size(); from += MAX_INSERTED) {
      int to = Math.min(from + MAX_INSERTED, events.size());
      insertPart(type, events.subList(from, to));
    }
  }

  private void insertPart(OperationalEventType type, List<WebhookReport> events)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT_ALL)) {
      insert.setString(1, type.eventType());
      Object[] ids = Stream.generate(Ids::next).limit(events.size()).toArray();
      SqlArrays.set(insert, 2, "uuid", ids);
      SqlArrays.set(insert, 3, "uuid", events.stream().map(WebhookReport::webhookId).toArray());
      SqlArrays.set(insert, 4, "varchar", events.stream().map(WebhookReport::content).toArray());
      insert.executeUpdate();
    }
  }

  /** Inserts an event about the product. */
  void insert(OperationalEventType type, String content) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, Ids.next());
      insert.setString(2, type.eventType());
      insert.setString(3, content);
      insert.executeUpdate();
    }
  }

  /** Locks and returns the oldest rows that are not stored as events yet. */
  public List<OperationalEvent> notIngested(int max) throws SQLException {
    return read(NEW, max);
  }

  /** Claims the oldest events that are to be published, for half a minute. */
  List<OperationalEvent> claim(int max) throws SQLException {
    List<OperationalEvent> claimed = read(UNPUBLISHED, max);
    execute(CLAIM, ids(claimed));
    return claimed;
  }

  private List<OperationalEvent> read(String sql, int max) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql + dialect.skipLocked())) {
      select.setInt(1, max);
      try (ResultSet row = select.executeQuery()) {
        List<OperationalEvent> events = new ArrayList<>();
        while (row.next()) {
          events.add(
              new OperationalEvent(
                  SqlRows.uuid(row, 1),
                  row.getString(2),
                  webhook(row),
                  row.getString(6),
                  row.getObject(7, OffsetDateTime.class).toInstant()));
        }
        return events;
      }
    }
  }

  private static Optional<OwnedWebhook> webhook(ResultSet row) throws SQLException {
    String id = row.getString(3);
    String clientId = row.getString(4);
    String accountId = row.getString(5);
    Optional<WebhookOwner> owner =
        clientId == null ? Optional.empty() : Optional.of(new WebhookOwner(clientId, accountId));
    return Optional.ofNullable(id).map(text -> new OwnedWebhook(UUID.fromString(text), owner));
  }

  /** Marks rows as stored as events. Only marked rows are published to operators. */
  public void setIngested(Collection<OperationalEvent> events) throws SQLException {
    execute(SET_INGESTED, ids(events));
  }

  /** Returns how many events wait to be published, or the maximum if there are more. */
  int waiting(int max) throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(COUNT_WAITING)) {
      count.setInt(1, max);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Deletes the oldest rows that have waited for seven days. */
  int deleteTooOld(int max) throws SQLException {
    return delete(TOO_OLD, max);
  }

  /** Deletes the events that have waited longest. */
  int deleteOldest(int max) throws SQLException {
    return delete(OLDEST, max);
  }

  private int delete(String query, int max) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(query + dialect.skipLocked())) {
      select.setInt(1, max);
      List<UUID> ids = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ids.add(SqlRows.uuid(row, 1));
        }
      }
      execute(DELETE, ids.toArray());
      return ids.size();
    }
  }

  void delete(Collection<OperationalEvent> events) throws SQLException {
    execute(DELETE, ids(events));
  }

  private static Object[] ids(Collection<OperationalEvent> events) {
    return events.stream().map(OperationalEvent::id).toArray();
  }

  private void execute(String sql, Object[] ids) throws SQLException {
    if (ids.length == 0) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      SqlArrays.set(statement, 1, "uuid", ids);
      statement.executeUpdate();
    }
  }
}
