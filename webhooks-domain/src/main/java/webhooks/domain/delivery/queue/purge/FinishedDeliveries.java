package webhooks.domain.delivery.queue.purge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;

/**
 * Deletes finished deliveries with their attempts, and failure streaks without a webhook, inside
 * the caller's transaction.
 */
public final class FinishedDeliveries {
  private static final String OLD =
      "select id from delivery_finished where id > ? and id < ? order by id"
          + " fetch first %d rows only%s";
  private static final String DELETE = "delete from delivery_finished where id = any(?)";
  private static final String DELETE_ATTEMPTS =
      """
      delete from attempt where delivery_id = any(?)
        and not exists (select 1 from delivery d where d.id = attempt.delivery_id)
      """;
  private static final String DELETE_STREAKS =
      """
      delete from failure_streak
      where not exists (select 1 from webhook w where w.id = failure_streak.webhook_id)
      """;

  private final Connection connection;
  private final Dialect dialect;

  /** Creates the statements for a connection to a database. */
  public FinishedDeliveries(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /**
   * Deletes the next deliveries in the order of ids. On PostgreSQL it skips the ones that another
   * transaction has locked, such as a redelivery.
   *
   * @param after only deliveries with greater ids are deleted
   * @param bound only deliveries with smaller ids are deleted
   * @param max the maximum number of deliveries
   * @return the ids of these deliveries; one that is requeued meanwhile is not deleted
   */
  public List<UUID> delete(UUID after, UUID bound, int max) throws SQLException {
    List<UUID> old;
    String sql = OLD.formatted(max, dialect.skipLocked());
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, after);
      select.setObject(2, bound);
      old = SqlRows.uuids(select);
    }
    if (!old.isEmpty()) {
      delete(DELETE, old);
      delete(DELETE_ATTEMPTS, old);
    }
    return old;
  }

  private void delete(String sql, List<UUID> ids) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(sql)) {
      SqlArrays.set(delete, 1, "uuid", ids.toArray());
      delete.executeUpdate();
    }
  }

  /** Deletes the failure streaks of webhooks that are no longer stored. */
  public void deleteStreaks() throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE_STREAKS)) {
      delete.executeUpdate();
    }
  }
}
