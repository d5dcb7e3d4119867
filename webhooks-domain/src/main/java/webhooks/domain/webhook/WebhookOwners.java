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
 * <p>A creation that compares the number with the maximum so reads one row, and not all webhooks of
 * the owner. The row is locked until the end of the transaction, which keeps the creations of an
 * owner in order on all nodes.
 */
@Stateless
public class WebhookOwners {
  private static final String OWNER = " where client_id = ? and account_id = ?";
  private static final String ADD =
      "update webhook_owner set webhooks = webhooks + 1" + OWNER + " and webhooks < ?";
  private static final String BEGIN =
      "insert into webhook_owner (client_id, account_id, webhooks) select ?, ?, 1"
          + " where not exists (select 1 from webhook_owner"
          + OWNER
          + ")";
  private static final String REMOVE = "update webhook_owner set webhooks = webhooks - 1" + OWNER;
  private static final String END = "delete from webhook_owner" + OWNER + " and webhooks <= 0";

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
   * Counts a webhook more of an owner that has fewer than the maximum. Waits for other creations of
   * webhooks by this owner, on all nodes. Call it before the transaction's first statement.
   *
   * @param max the maximum, at least 1
   * @return whether the owner may have one more
   * @throws webhooks.domain.error.Refusal {@code ServiceUnavailable}, see {@link ChangeLock}
   */
  public boolean add(String clientId, String accountId, int max) {
    if (database.dialect().isEmbedded()) {
      changes.take();
    } else {
      changes.takeForCreation(clientId + ' ' + accountId);
    }
    String begin = BEGIN + database.dialect().onConflictDoNothing();
    // Another node may insert or delete the row between two statements.
    for (int tries = 0; tries < 3; tries++) {
      if (update(ADD, clientId, accountId, max) || begins(begin, clientId, accountId)) {
        return true;
      }
    }
    return false;
  }

  /** Counts a webhook less of an owner. */
  public void remove(String clientId, String accountId) {
    update(REMOVE, clientId, accountId);
    update(END, clientId, accountId);
  }

  private boolean begins(String sql, String clientId, String accountId) {
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
