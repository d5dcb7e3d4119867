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
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.id.Ids;

/** The SQL statements on the rows of operational events, inside the caller's transaction. */
public final class OperationalEventTable {
  private static final String INSERT =
      """
      insert into operational_event (id, event_type, webhook_id, content, created)
      values (?, ?, cast(? as uuid), ?, current_timestamp)
      """;
  private static final String COLUMNS =
      "select id, event_type, webhook_id, content, created from operational_event ";
  private static final String NEW =
      COLUMNS + "where not ingested order by id fetch first ? rows only";
  private static final String UNPUBLISHED =
      COLUMNS
          + """
          where ingested and (claimed_until is null or claimed_until < current_timestamp)
          order by id fetch first ? rows only for update
          """;
  private static final String SET_INGESTED =
      "update operational_event set ingested = true where id = any(?)";
  private static final String CLAIM =
      "update operational_event set claimed_until = current_timestamp + interval '30' second"
          + " where id = any(?)";
  private static final String DELETE = "delete from operational_event where id = any(?)";

  private final Connection connection;

  /** Creates the statements for a connection. */
  public OperationalEventTable(Connection connection) {
    this.connection = connection;
  }

  /** Inserts events that are about webhooks. */
  void insert(OperationalEventType type, Collection<WebhookReport> events) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (WebhookReport event : events) {
        set(insert, type, event.webhookId().toString(), event.content());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Inserts an event that is about the product. */
  void insert(OperationalEventType type, String content) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      set(insert, type, null, content);
      insert.executeUpdate();
    }
  }

  private static void set(
      PreparedStatement insert, OperationalEventType type, String webhookId, String content)
      throws SQLException {
    insert.setObject(1, Ids.next());
    insert.setString(2, type.eventType());
    insert.setString(3, webhookId);
    insert.setString(4, content);
  }

  /** Returns the oldest events that are not stored as events. */
  public List<OperationalEvent> notIngested(int max) throws SQLException {
    return read(NEW, max);
  }

  /** Claims the oldest events that are to be published, for half a minute. */
  List<OperationalEvent> claim(int max) throws SQLException {
    List<OperationalEvent> claimed = read(UNPUBLISHED, max);
    execute(CLAIM, claimed);
    return claimed;
  }

  private List<OperationalEvent> read(String sql, int max) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, max);
      try (ResultSet row = select.executeQuery()) {
        List<OperationalEvent> events = new ArrayList<>();
        while (row.next()) {
          events.add(
              new OperationalEvent(
                  SqlRows.uuid(row, 1),
                  row.getString(2),
                  Optional.ofNullable(row.getString(3)).map(UUID::fromString),
                  row.getString(4),
                  row.getObject(5, OffsetDateTime.class).toInstant()));
        }
        return events;
      }
    }
  }

  /** Sets that these are stored as events, with their deliveries. */
  public void setIngested(Collection<OperationalEvent> events) throws SQLException {
    execute(SET_INGESTED, events);
  }

  void delete(Collection<OperationalEvent> events) throws SQLException {
    execute(DELETE, events);
  }

  private void execute(String sql, Collection<OperationalEvent> events) throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      SqlArrays.set(statement, 1, "uuid", events.stream().map(OperationalEvent::id).toArray());
      statement.executeUpdate();
    }
  }
}
