package webhooks.domain.operational;

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
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;

/**
 * Finds what has changed since the last look and is worth an operational event: failure streaks
 * that last, that end, and counts of exhausted deliveries.
 *
 * <p>It compares tables, so the delivery path does nothing for it. One node looks at a time. Each
 * call handles a bounded number of webhooks.
 */
public final class OperationalEventDetection {
  private static final int MAX = 500;

  private static final String TAKE_TURN =
      """
      update operational_state set checked = current_timestamp
      where checked <= current_timestamp - interval '2' second
      """;

  /** A failure streak is worth an event after five failures within at least five minutes. */
  private static final String FAILING =
      """
      select s.webhook_id, s.since, s.failures
      from failure_streak s join webhook w on w.id = s.webhook_id
      where w.active and s.failures >= 5 and s.since <= current_timestamp - interval '5' minute
        and not exists (select 1 from failing_webhook f where f.webhook_id = s.webhook_id)
      order by s.webhook_id fetch first %d rows only
      """
          .formatted(MAX);

  private static final String ADD_FAILING =
      "insert into failing_webhook (webhook_id, since) values (?, ?)";

  /** The streak ended by a success, an activation or another URL; or a new one has begun since. */
  private static final String ENDED =
      """
      select f.webhook_id, f.since, case when w.active then 1 else 0 end
      from failing_webhook f
      left join webhook w on w.id = f.webhook_id
      left join failure_streak s on s.webhook_id = f.webhook_id
      where s.webhook_id is null or s.since <> f.since or w.deleted
      order by f.webhook_id fetch first %d rows only
      """
          .formatted(MAX);

  private static final String REMOVE_FAILING =
      "delete from failing_webhook where webhook_id = any(?)";

  private static final String EXHAUSTED =
      """
      select webhook_id, since, deliveries from exhausted_deliveries
      where since <= current_timestamp - interval '1' minute
      order by webhook_id fetch first %d rows only for update
      """
          .formatted(MAX);

  private static final String REMOVE_EXHAUSTED =
      "delete from exhausted_deliveries where webhook_id = any(?)";

  /** While the broker does not take them, not even after an upgrade, the rows must not pile up. */
  private static final String DROP_OLD =
      "delete from operational_event where ingested and created < current_timestamp - interval '7' day";

  private final Connection connection;
  private final OperationalEventTable table;

  /** A webhook with a time and a number. */
  private record Row(UUID webhookId, Instant time, int number) {}

  /** Creates the detection for a connection, in the caller's transaction. */
  public OperationalEventDetection(Connection connection) {
    this.connection = connection;
    this.table = new OperationalEventTable(connection);
  }

  /**
   * Returns whether it is this node's turn, at most once in two seconds. Other nodes wait
   * meanwhile.
   */
  public boolean takeTurn() throws SQLException {
    try (PreparedStatement take = connection.prepareStatement(TAKE_TURN)) {
      return take.executeUpdate() == 1;
    }
  }

  /** Writes the events. */
  public void detect() throws SQLException {
    try (PreparedStatement drop = connection.prepareStatement(DROP_OLD)) {
      drop.executeUpdate();
    }
    List<Row> ended = read(ENDED);
    update(REMOVE_FAILING, ended);
    table.insert(
        OperationalEventType.RECOVERED,
        ended.stream()
            .filter(row -> row.number() == 1)
            .map(row -> WebhookReport.recovered(row.webhookId(), row.time()))
            .toList());
    List<Row> failing = read(FAILING);
    addFailing(failing);
    table.insert(
        OperationalEventType.FAILING,
        failing.stream()
            .map(row -> WebhookReport.failing(row.webhookId(), row.time(), row.number()))
            .toList());
    List<Row> exhausted = read(EXHAUSTED);
    update(REMOVE_EXHAUSTED, exhausted);
    table.insert(
        OperationalEventType.EXHAUSTED,
        exhausted.stream()
            .map(row -> WebhookReport.exhausted(row.webhookId(), row.number(), row.time()))
            .toList());
  }

  /** Adds what was read: the streak may have ended meanwhile, and its end must be told, too. */
  private void addFailing(List<Row> rows) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ADD_FAILING)) {
      for (Row row : rows) {
        insert.setObject(1, row.webhookId());
        insert.setObject(2, row.time().atOffset(ZoneOffset.UTC));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private List<Row> read(String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      List<Row> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(
            new Row(
                SqlRows.uuid(row, 1),
                row.getObject(2, OffsetDateTime.class).toInstant(),
                row.getInt(3)));
      }
      return rows;
    }
  }

  private void update(String sql, List<Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      SqlArrays.set(update, 1, "uuid", rows.stream().map(Row::webhookId).toArray());
      update.executeUpdate();
    }
  }
}
