package webhooks.domain.webhook;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.lock.ChangeLock;

/**
 * Counts the webhooks of each owner, in the transactions that create and delete them.
 *
 * <p>So a creation that compares the number with the maximum reads one row, and not all webhooks of
 * the owner. The row is locked until the end of the transaction, which keeps the creations of an
 * owner in order on all nodes.
 */
@Stateless
public class WebhookOwners {
  private static final String OWNER = " where client_id = ? and account_id = ?";
  private static final String INCREMENT =
      "update webhook_owner set webhooks = webhooks + 1" + OWNER + " and webhooks < ?";
  private static final String INSERT =
      "insert into webhook_owner (client_id, account_id, webhooks) select ?, ?, 1"
          + " where not exists (select 1 from webhook_owner"
          + OWNER
          + ")";
  private static final String DECREMENT =
      "update webhook_owner set webhooks = webhooks - 1" + OWNER;
  private static final String DELETE_IF_NONE =
      "delete from webhook_owner" + OWNER + " and webhooks <= 0";

  private Database database;
  private ChangeLock changes;

  /** Creates the bean, for the container. */
  public WebhookOwners() {}

  /** Creates the bean. */
  @Inject
  public WebhookOwners(Database database, ChangeLock changes) {
    this.database = database;
    this.changes = changes;
  }

  /**
   * Counts a new webhook of an owner, unless the owner has the maximum. Waits for other creations
   * of webhooks by this owner, on all nodes. Call it before the transaction's first statement.
   *
   * @param max the maximum, at least 1
   * @return whether the webhook was counted
   * @throws webhooks.domain.error.Refusal {@code ServiceUnavailable}, see {@link ChangeLock}
   */
  public boolean add(String clientId, String accountId, int max) {
    if (database.dialect().isEmbedded()) {
      changes.take();
    } else {
      changes.takeForCreation(clientId + ' ' + accountId);
    }
    String insert = INSERT + database.dialect().onConflictDoNothing();
    // Another node may insert or delete the row between two statements.
    for (int tries = 0; tries < 3; tries++) {
      if (update(INCREMENT, clientId, accountId, max) || inserts(insert, clientId, accountId)) {
        return true;
      }
    }
    return false;
  }

  /** Subtracts a deleted webhook from the number of its owner's webhooks. */
  public void remove(String clientId, String accountId) {
    update(DECREMENT, clientId, accountId);
    update(DELETE_IF_NONE, clientId, accountId);
  }

  private boolean inserts(String sql, String clientId, String accountId) {
    return update(sql, clientId, accountId, clientId, accountId);
  }

  private boolean update(String sql, Object... parameters) {
    try (Connection connection = database.connection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
