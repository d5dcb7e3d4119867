package webhooks.domain.audit;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;

/**
 * Writes audit entries, each in the transaction of its action.
 *
 * <p>The class that makes a change calls it in the transaction of the change. Outside a
 * transaction, each call is a transaction of its own.
 */
@Stateless
public class AuditTrail {
  private static final String INSERT =
      """
      insert into audit (id, happened, action, client_id, user_id, account_id, webhook_id,
        itwin_id, detail, actor_account)
      values (?, current_timestamp, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final int MAX_BATCH = 500;

  private static final String UPDATE_DETAIL = "update audit set detail = ? where id = ?";

  private Database database;

  /** Creates the bean, for the container. */
  public AuditTrail() {}

  /** Creates the trail. */
  @Inject
  public AuditTrail(Database database) {
    this.database = database;
  }

  /** Writes an entry. */
  public void add(AuditEntry entry) {
    addAll(List.of(entry));
  }

  /** Writes entries, in batches. */
  public void addAll(List<AuditEntry> entries) {
    try (Connection connection = database.connection()) {
      insert(connection, entries);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Writes an entry, or replaces the detail of the entry if it exists. */
  public void upsert(AuditEntry entry) {
    try (Connection connection = database.connection();
        PreparedStatement update = connection.prepareStatement(UPDATE_DETAIL)) {
      update.setString(1, entry.detail().orElse(null));
      update.setObject(2, entry.id());
      if (update.executeUpdate() == 0) {
        insert(connection, List.of(entry));
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Replaces the detail of an entry, if it is still there. */
  public void updateDetail(UUID id, String detail) {
    try (Connection connection = database.connection();
        PreparedStatement update = connection.prepareStatement(UPDATE_DETAIL)) {
      update.setString(1, detail);
      update.setObject(2, id);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static void insert(Connection connection, List<AuditEntry> entries) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      int waiting = 0;
      for (AuditEntry entry : entries) {
        set(insert, entry);
        insert.addBatch();
        if (++waiting == MAX_BATCH) {
          insert.executeBatch();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        insert.executeBatch();
      }
    }
  }

  private static void set(PreparedStatement insert, AuditEntry entry) throws SQLException {
    insert.setObject(1, entry.id());
    insert.setString(2, entry.action().text());
    insert.setString(3, entry.actor().clientId());
    insert.setString(4, entry.actor().user().orElse(null));
    insert.setString(5, entry.accountId().orElse(null));
    insert.setObject(6, entry.webhookId().orElse(null));
    insert.setObject(7, entry.iTwinId().orElse(null));
    insert.setString(8, entry.detail().orElse(null));
    insert.setString(9, entry.actor().accountId().orElse(null));
  }
}
