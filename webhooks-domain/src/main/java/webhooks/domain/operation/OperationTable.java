package webhooks.domain.operation;

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
public final class OperationTable {
  private static final String INSERT =
      """
      insert into operation (id, event_type, webhook_id, content, created)
      values (?, ?, cast(? as uuid), ?, current_timestamp)
      """;
  private static final String COLUMNS =
      "select id, event_type, webhook_id, content, created from operation ";
  private static final String NEW =
      COLUMNS + "where not ingested order by id fetch first ? rows only";
  private static final String UNPUBLISHED =
      COLUMNS
          + """
          where ingested and (claimed_until is null or claimed_until < current_timestamp)
          order by id fetch first ? rows only for update
          """;
  private static final String SET_INGESTED =
      "update operation set ingested = true where id = any(?)";
  private static final String CLAIM =
      "update operation set claimed_until = current_timestamp + interval '30' second"
          + " where id = any(?)";
  private static final String DELETE = "delete from operation where id = any(?)";

  private final Connection connection;

  /** Creates the statements for a connection. */
  public OperationTable(Connection connection) {
    this.connection = connection;
  }

  /** Inserts events that are about webhooks. */
  void insert(OperationType type, Collection<WebhookOperation> operations) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (WebhookOperation operation : operations) {
        set(insert, type, operation.webhookId().toString(), operation.content());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Inserts an event that is about the product. */
  void insert(OperationType type, String content) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      set(insert, type, null, content);
      insert.executeUpdate();
    }
  }

  private static void set(
      PreparedStatement insert, OperationType type, String webhookId, String content)
      throws SQLException {
    insert.setObject(1, Ids.next());
    insert.setString(2, type.eventType());
    insert.setString(3, webhookId);
    insert.setString(4, content);
  }

  /** Returns the oldest operations that are not stored as events. */
  public List<Operation> notIngested(int max) throws SQLException {
    return read(NEW, max);
  }

  /** Claims the oldest operations that are to be published, for half a minute. */
  List<Operation> claim(int max) throws SQLException {
    List<Operation> claimed = read(UNPUBLISHED, max);
    execute(CLAIM, claimed);
    return claimed;
  }

  private List<Operation> read(String sql, int max) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, max);
      try (ResultSet row = select.executeQuery()) {
        List<Operation> operations = new ArrayList<>();
        while (row.next()) {
          operations.add(
              new Operation(
                  SqlRows.uuid(row, 1),
                  row.getString(2),
                  Optional.ofNullable(row.getString(3)).map(UUID::fromString),
                  row.getString(4),
                  row.getObject(5, OffsetDateTime.class).toInstant()));
        }
        return operations;
      }
    }
  }

  /** Sets that these are stored as events, with their deliveries. */
  public void setIngested(Collection<Operation> operations) throws SQLException {
    execute(SET_INGESTED, operations);
  }

  void delete(Collection<Operation> operations) throws SQLException {
    execute(DELETE, operations);
  }

  private void execute(String sql, Collection<Operation> operations) throws SQLException {
    if (operations.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      SqlArrays.set(statement, 1, "uuid", operations.stream().map(Operation::id).toArray());
      statement.executeUpdate();
    }
  }
}
