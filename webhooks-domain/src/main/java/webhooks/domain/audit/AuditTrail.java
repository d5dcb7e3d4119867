package webhooks.domain.audit;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Supplier;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;

/**
 * Writes acts, each in the transaction that it happens in.
 *
 * <p>To be called inside that transaction. Outside of one, each call is a transaction.
 */
@Stateless
public class AuditTrail {
  private static final String INSERT =
      """
      insert into audit (id, happened, action, client_id, user_id, account_id, webhook_id,
        itwin_id, detail)
      values (?, current_timestamp, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String GO_ON = "update audit set detail = ? where id = ?";

  private Database database;

  /** Creates the bean; for the container. */
  public AuditTrail() {}

  /** Creates the trail. */
  @Inject
  public AuditTrail(Database database) {
    this.database = database;
  }

  /** Writes an act. */
  public void add(AuditEntry act) {
    try (Connection connection = database.connection()) {
      insert(connection, act);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Does something and writes it, both in one transaction. */
  public void runAndAdd(Runnable doing, AuditEntry act) {
    doing.run();
    add(act);
  }

  /**
   * Does one step of an act that takes several, and writes it, both in one transaction.
   *
   * @param entry makes the entry of the result; its detail takes the place of what was written at
   *     the step before
   */
  public <T> T runAndUpsert(Supplier<T> doing, Function<T, AuditEntry> entry) {
    T result = doing.get();
    upsert(entry.apply(result));
    return result;
  }

  /** Writes an act, or the new detail of one that was written before. */
  public void upsert(AuditEntry act) {
    try (Connection connection = database.connection();
        PreparedStatement update = connection.prepareStatement(GO_ON)) {
      update.setString(1, act.detail().orElse(null));
      update.setObject(2, act.id());
      if (update.executeUpdate() == 0) {
        insert(connection, act);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private static void insert(Connection connection, AuditEntry act) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, act.id());
      insert.setString(2, act.action().text());
      insert.setString(3, act.actor().clientId());
      insert.setString(4, act.actor().user().orElse(null));
      insert.setString(5, act.accountId().orElse(null));
      insert.setObject(6, act.webhookId().orElse(null));
      insert.setObject(7, act.iTwinId().orElse(null));
      insert.setString(8, act.detail().orElse(null));
      insert.executeUpdate();
    }
  }
}
