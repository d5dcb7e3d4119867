package webhooks.domain.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
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

  /** Leaves out rows that another transaction has locked. */
  private static final String OLD_COUNTS =
      "delete from alert_request where subject in (select r.subject from alert_request r"
          + " where r.since <= current_timestamp - interval '1' day%s)";

  /** Reads as many keys as a batch may have, so that its size does not depend on old rows. */
  private static final String BATCH =
      "select alert_id from alert_report where alert_id > ? order by alert_id"
          + " fetch first %d rows only";

  /**
   * Deletes reports that only keep the hour after a mail, and reports of deleted webhooks. Leaves
   * out rows that another transaction has locked.
   */
  private static final String OLD_REPORTS =
      """
      delete from alert_report where (alert_id, webhook_id, event_type) in (
        select r.alert_id, r.webhook_id, r.event_type from alert_report r
        where r.alert_id > ? and r.alert_id <= ?
          and (r.events = 0 and r.not_before <= current_timestamp
            or r.webhook_id <> '%s' and not exists
              (select 1 from webhook w where w.id = r.webhook_id and not w.deleted))%s)
      """;

  private AlertPurge() {}

  /** Deletes alerts that have ended and old counts, in the connection's transaction. */
  public static void delete(Connection connection, Dialect dialect) throws SQLException {
    try (PreparedStatement ended = connection.prepareStatement(ENDED + dialect.skipLocked());
        Statement delete = connection.createStatement()) {
      new AlertRows(connection, null).delete(SqlRows.uuids(ended));
      delete.executeUpdate(OLD_COUNTS.formatted(dialect.skipLocked()));
    }
  }

  /**
   * Deletes the old reports of the next alerts, in the connection's transaction.
   *
   * @param after the last alert of the batch before
   * @param max the number of reports after which the batch ends with the reports of an alert
   * @return the alerts of at most {@code max} reports that were examined, in order
   */
  public static List<UUID> reports(Connection connection, Dialect dialect, UUID after, int max)
      throws SQLException {
    String delete = OLD_REPORTS.formatted(AlertReports.PRODUCT, dialect.skipLocked());
    try (PreparedStatement batch = connection.prepareStatement(BATCH.formatted(max));
        PreparedStatement old = connection.prepareStatement(delete)) {
      batch.setObject(1, after);
      List<UUID> alerts = SqlRows.uuids(batch);
      if (!alerts.isEmpty()) {
        old.setObject(1, after);
        old.setObject(2, alerts.get(alerts.size() - 1));
        old.executeUpdate();
      }
      return alerts;
    }
  }
}
