package webhooks.domain.retention;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import webhooks.domain.option.tls.KeyRequests;

/**
 * Deletes rows of webhooks that were deleted, and rows that nothing needs any more. A node of an
 * earlier version deletes webhooks without these rows.
 */
final class RowsWithoutWebhook {
  private static final List<String> DELETES =
      List.of(
          "delete from webhook_options where not exists (select 1 from webhook w"
              + " where w.id = webhook_options.webhook_id and not w.deleted)",
          "delete from webhook_certificate where not exists (select 1 from webhook_options o"
              + " where o.webhook_id = webhook_certificate.webhook_id)",
          "delete from webhook_key_request where created < current_timestamp - interval '%d' day"
                  .formatted(KeyRequests.MAX_DAYS)
              + " or not exists (select 1 from webhook w"
              + " where w.id = webhook_key_request.webhook_id and not w.deleted)",
          "delete from webhook_throttle where not exists (select 1 from webhook w"
              + " where w.id = webhook_throttle.webhook_id and w.throttled)",
          "delete from recovery where not exists (select 1 from webhook w"
              + " where w.id = recovery.webhook_id)");

  private RowsWithoutWebhook() {}

  /** Deletes the rows in the connection's transaction. */
  static void delete(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String delete : DELETES) {
        statement.executeUpdate(delete);
      }
    }
  }
}
