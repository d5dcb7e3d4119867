package webhooks.domain.operational;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.option.tls.CertificateEnds;

/**
 * Detects changes since the last search that are worth an operational event: long failure streaks,
 * the ends of reported streaks, exhausted deliveries, and certificates that end soon.
 *
 * <p>Streaks are found by comparing tables, so that recording an outcome needs no statement for
 * them. Exhausted deliveries are counted when a node writes its sums, once a second. The node then
 * waits for this transaction if it reports the same webhook. So this transaction handles a bounded
 * number of webhooks and writes only to tables of operational events. One node searches at a time;
 * the others do not wait.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OperationalEventDetection {
  /** The maximum number of webhooks that one search reports of each kind. */
  private static final int MAX = 1000;

  /** Accepts a time in the future too: the database's clock may have been moved back. */
  private static final String TURN =
      """
      select checked from operational_state
      where checked <= current_timestamp - interval '10' second
        or checked > current_timestamp + interval '10' second
      """;

  private static final String TAKE_TURN =
      "update operational_state set checked = current_timestamp";

  /** A failure streak is reported if it has five failures and has lasted for five minutes. */
  private static final String FAILING =
      """
      select s.webhook_id, s.since, s.failures
      from failure_streak s join webhook w on w.id = s.webhook_id
      where s.failures >= 5 and s.since <= current_timestamp - interval '5' minute
        and not exists (select 1 from failing_webhook f where f.webhook_id = s.webhook_id)
        and w.active and w.paused_until is null
      order by s.webhook_id fetch first %d rows only
      """
          .formatted(MAX);

  private static final String ADD_FAILING =
      "insert into failing_webhook (webhook_id, since) values (?, ?)";

  /**
   * Selects reported streaks that a success, an activation or another URL has ended, also if a new
   * streak has begun since. The row of an inactive webhook stays until the webhook is active again
   * or deleted. The last column is 1 if the end is reported, and 0 if the webhook is deleted: then
   * nobody receives the report.
   */
  private static final String ENDED =
      """
      select f.webhook_id, f.since, case when w.id is null or w.deleted then 0 else 1 end
      from failing_webhook f
      left join webhook w on w.id = f.webhook_id
      left join failure_streak s on s.webhook_id = f.webhook_id
      where w.id is null or w.deleted
        or w.active and (s.webhook_id is null or s.since <> f.since)
      order by f.webhook_id fetch first %d rows only
      """
          .formatted(MAX);

  private static final String REMOVE_FAILING =
      "delete from failing_webhook where webhook_id = any(?)";

  private static final String LONGEST_UNREPORTED =
      """
      select webhook_id from exhausted_deliveries
      where since <= current_timestamp - interval '1' minute
      order by since, webhook_id fetch first %d rows only
      """
          .formatted(MAX);

  /** Locks the chosen rows in the order of ids, in which nodes that count lock them too. */
  private static final String EXHAUSTED =
      """
      select webhook_id, since, deliveries from exhausted_deliveries
      where webhook_id = any(?) order by webhook_id
      """;

  private static final String REMOVE_EXHAUSTED =
      "delete from exhausted_deliveries where webhook_id = any(?)";

  private Database database;

  /** A webhook to report, with a time and a number. */
  private record Finding(UUID webhookId, Instant time, int number) {}

  /** Creates the bean, for the container. */
  public OperationalEventDetection() {}

  /** Creates the use case. */
  @Inject
  public OperationalEventDetection(Database database) {
    this.database = database;
  }

  /**
   * Writes the events, unless a node does it now or has done it within the last ten seconds.
   *
   * @return whether this node searched
   * @throws DatabaseFailure if nothing was written
   */
  public boolean detect() {
    try (Connection connection = database.connection()) {
      if (!takeTurn(connection)) {
        return false;
      }
      OperationalEventTable table = new OperationalEventTable(connection, database.dialect());
      reportEnded(connection, table);
      reportFailing(connection, table);
      reportExhausted(connection, table);
      reportExpiring(connection, table);
      return true;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private boolean takeTurn(Connection connection) throws SQLException {
    try (PreparedStatement turn =
            connection.prepareStatement(TURN + database.dialect().skipLocked());
        ResultSet row = turn.executeQuery()) {
      if (!row.next()) {
        return false;
      }
    }
    try (PreparedStatement take = connection.prepareStatement(TAKE_TURN)) {
      take.executeUpdate();
    }
    return true;
  }

  private static void reportEnded(Connection connection, OperationalEventTable table)
      throws SQLException {
    List<Finding> ended = rows(connection, ENDED);
    update(connection, REMOVE_FAILING, ended);
    table.insert(
        OperationalEventType.RECOVERED,
        ended.stream()
            .filter(row -> row.number() == 1)
            .map(row -> WebhookReport.recovered(row.webhookId(), row.time()))
            .toList());
  }

  private static void reportFailing(Connection connection, OperationalEventTable table)
      throws SQLException {
    List<Finding> failing = rows(connection, FAILING);
    addFailing(connection, failing);
    table.insert(
        OperationalEventType.FAILING,
        failing.stream()
            .map(row -> WebhookReport.failing(row.webhookId(), row.time(), row.number()))
            .toList());
  }

  private void reportExhausted(Connection connection, OperationalEventTable table)
      throws SQLException {
    List<Finding> exhausted = lockExhausted(connection);
    update(connection, REMOVE_EXHAUSTED, exhausted);
    table.insert(
        OperationalEventType.EXHAUSTED,
        exhausted.stream()
            .map(row -> WebhookReport.exhausted(row.webhookId(), row.number(), row.time()))
            .toList());
  }

  private static void reportExpiring(Connection connection, OperationalEventTable table)
      throws SQLException {
    table.insert(
        OperationalEventType.CERTIFICATE_EXPIRING,
        CertificateEnds.takeDue(connection, MAX).stream()
            .map(
                ending ->
                    WebhookReport.certificateExpiring(
                        ending.webhookId(), ending.notAfter(), ending.days()))
            .toList());
  }

  /**
   * Locks and returns counts. On PostgreSQL, rows that a node has locked to count are left to a
   * later search. H2 waits for them.
   */
  private List<Finding> lockExhausted(Connection connection) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (PreparedStatement choose = connection.prepareStatement(LONGEST_UNREPORTED);
        ResultSet row = choose.executeQuery()) {
      while (row.next()) {
        ids.add(SqlRows.uuid(row, 1));
      }
    }
    boolean waits = database.dialect().isEmbedded();
    String lock = waits ? " for update" : database.dialect().skipLocked();
    try (PreparedStatement select = connection.prepareStatement(EXHAUSTED + lock)) {
      SqlArrays.set(select, 1, "uuid", ids.toArray());
      return rows(select);
    }
  }

  /** Adds the rows as they were read: if a streak has ended since, its end is reported too. */
  private static void addFailing(Connection connection, List<Finding> rows) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ADD_FAILING)) {
      for (Finding row : rows) {
        insert.setObject(1, row.webhookId());
        insert.setObject(2, row.time().atOffset(ZoneOffset.UTC));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static List<Finding> rows(Connection connection, String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      return rows(select);
    }
  }

  private static List<Finding> rows(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      List<Finding> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(
            new Finding(
                SqlRows.uuid(row, 1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getInt(3)));
      }
      return rows;
    }
  }

  private static void update(Connection connection, String sql, List<Finding> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      SqlArrays.set(update, 1, "uuid", rows.stream().map(Finding::webhookId).toArray());
      update.executeUpdate();
    }
  }
}
