package webhooks.domain.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlRows;

/** Deletes alerts that nobody has confirmed, alerts of deleted webhooks, and old rows of them. */
public final class AlertPurge {
  /** Leaves out alerts that another transaction has locked: a later purge deletes them. */
  private static final String ENDED =
      """
      select a.id from alert a
      where a.confirmed is null and a.created <= current_timestamp - interval '%d' hour
        or a.webhook_id is not null and not exists
          (select 1 from webhook w where w.id = a.webhook_id and not w.deleted)
      order by a.id fetch first 1000 rows only
      """
          .formatted(AlertView.TIME_TO_CONFIRM.toHours());

  /**
   * Selects rows that only keep the hour after a mail, reports of deleted webhooks, and old counts.
   * Rows that another transaction has locked are left to a later purge.
   */
  private static final Map<String, String> OLD_ROWS =
      Map.of(
          "delete from alert_report where (alert_id, webhook_id, event_type) in (%s)",
          """
          select r.alert_id, r.webhook_id, r.event_type from alert_report r
          where r.events = 0 and r.not_before <= current_timestamp
            or r.webhook_id <> '%s' and not exists
              (select 1 from webhook w where w.id = r.webhook_id and not w.deleted)
          """
              .formatted(AlertReports.PRODUCT),
          "delete from alert_request where subject in (%s)",
          "select r.subject from alert_request r where r.since <= current_timestamp - interval '1'"
              + " day");

  private AlertPurge() {}

  /** Deletes the rows in the connection's transaction. */
  public static void delete(Connection connection, Dialect dialect) throws SQLException {
    String skipLocked = dialect.skipLocked();
    try (PreparedStatement ended = connection.prepareStatement(ENDED + skipLocked);
        Statement delete = connection.createStatement()) {
      new AlertRows(connection, null).delete(SqlRows.uuids(ended));
      for (Map.Entry<String, String> sql : OLD_ROWS.entrySet()) {
        delete.executeUpdate(sql.getKey().formatted(sql.getValue() + skipLocked));
      }
    }
  }
}
