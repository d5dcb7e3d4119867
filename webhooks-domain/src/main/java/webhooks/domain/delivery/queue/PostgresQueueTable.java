package webhooks.domain.delivery.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.subscription.Subscription;

/** The queue statements for PostgreSQL, which any number of nodes use at the same time. */
final class PostgresQueueTable extends QueueTable {
  /** Two statements that the driver sends at once. */
  private static final String PLANNER_SETTINGS =
      "set local enable_seqscan = off; set local jit = off";

  private static final String DUE = ROW + IS_DUE + " for update skip locked";

  /**
   * The conditions and the order match the backlog index. With {@code webhook_id = w.id} the
   * planner would use the primary key for the order and read past millions of rows.
   */
  private static final String BACKLOG =
      """
      select %s
      from unnest(cast(? as uuid array), cast(? as integer array)) as w(id, max_rows)
      cross join lateral (
        select * from delivery_pending
        where webhook_id between w.id and w.id and due_at is null
        order by webhook_id, id limit w.max_rows for update skip locked) d
      """
          .formatted(COLUMNS);

  /** Reads one entry of the index for each webhook, however long its backlog is. */
  private static final String WEBHOOKS_WITH_BACKLOG =
      """
      with recursive backlogged(webhook_id) as (
        (select webhook_id from delivery_pending where due_at is null
         order by webhook_id, id limit 1)
        union all
        select (select d.webhook_id from delivery_pending d
          where d.due_at is null and d.webhook_id > backlogged.webhook_id
          order by d.webhook_id, d.id limit 1)
        from backlogged where backlogged.webhook_id is not null)
      select webhook_id from backlogged where webhook_id is not null and not %s
      """
          .formatted(
              WebhookPauses.isPaused(
                  "backlogged.webhook_id", WebhookPauses.accountOf("backlogged.webhook_id")));

  /**
   * The outcomes as rows. Without the series the planner would expect ten rows, and choose joins
   * that compare each row with each other.
   */
  private static final String OUTCOMES =
      """
      with o as (
        select * from rows from (unnest(cast(? as uuid array)), unnest(cast(? as uuid array)),
          unnest(cast(? as smallint array)), unnest(cast(? as double precision array)),
          unnest(cast(? as integer array)), unnest(cast(? as timestamp with time zone array)),
          unnest(cast(? as integer array)), unnest(cast(? as smallint array)),
          unnest(cast(? as varchar array)), unnest(cast(? as bytea array)),
          unnest(cast(? as varchar array)), unnest(cast(? as varchar array)),
          unnest(cast(? as varchar array)), unnest(cast(? as integer array)),
          generate_series(1, cast(? as integer)))
        as o(id, lease, status, retry_in, number, started, duration_ms, status_code, error, excerpt,
          request_headers, response_headers, cause, excused, position)),
      """;

  /**
   * The array makes the planner use the primary key, in the order of ids. For a join alone it may
   * read the whole table, because its statistics may be from a time when the table was small.
   */
  private static final String HAS_LEASE =
      """
      d.id = any(array(select id from o)) and d.id = o.id and d.lease = o.lease
      """;

  private static final String ATTEMPTS =
      """
      attempts as (
        insert into attempt (delivery_id, number, account_id, started, duration_ms, status_code,
          error, excerpt, request_headers, response_headers, cause)
        select o.id, o.number, r.account_id, o.started, o.duration_ms, o.status_code, o.error,
          o.excerpt, o.request_headers, o.response_headers, o.cause
        from o join %1$s r on r.id = o.id and r.lease = o.lease%2$s)
      select id, lease, %3$s as status from %1$s
      """;

  /**
   * Records the outcomes that end a delivery. A delivery that is due again at once ({@link
   * QueueTable#atOnce}) stays pending. An attempt that succeeded has no row of its own: it is in
   * the delivery's row.
   */
  private static final String RECORD_ENDED =
      OUTCOMES
          + """
          ended as (
            delete from delivery_pending d using o
            where %1$s and not %2$s
            returning d.id, d.account_id, d.event_id, d.webhook_id, d.activation, d.created,
              o.lease, o.status, o.number, o.started, o.duration_ms, o.status_code, o.excerpt),
          history as (
            insert into delivery_finished (id, account_id, event_id, webhook_id, activation, status,
              attempts, created, started, duration_ms, status_code, excerpt)
            select id, account_id, event_id, webhook_id, activation, status, number, created,
              case when status = %3$d then started end,
              case when status = %3$d then duration_ms end,
              case when status = %3$d then status_code end,
              case when status = %3$d then excerpt end
            from ended),
          """
              .formatted(HAS_LEASE, atOnce("o.status"), SUCCEEDED)
          + ATTEMPTS.formatted("ended", " where o.status <> " + SUCCEEDED, "status");

  private static final String RECORD_PENDING =
      OUTCOMES
          + """
          pending as (
            update delivery_pending d
            set %s
            from o where %s
            returning d.id, d.account_id, o.lease),
          """
              .formatted(
                  outcome(
                      "o.status",
                      "o.number",
                      "current_timestamp + o.retry_in * interval '1' second",
                      "o.excused"),
                  HAS_LEASE)
          + ATTEMPTS.formatted("pending", "", DeliveryStatus.PENDING.number());

  private static final String CANCEL =
      """
      with ended as (
        delete from delivery_pending d where id = any(?) and not %s
        returning d.*)
      insert into delivery_finished
        (id, account_id, event_id, webhook_id, activation, status, attempts, created)
      select id, account_id, event_id, webhook_id, activation, %d, attempts, created from ended
      """
          .formatted(Subscription.DELIVERABLE, DeliveryStatus.CANCELLED.number());

  /**
   * Turns off sequential scans and JIT compilation for the connection's transaction.
   *
   * <p>PostgreSQL keeps the plan of a prepared statement. A plan made while the queue was nearly
   * empty would scan all of it, and the queue grows within seconds. Without sequential scans,
   * PostgreSQL up to 17 estimates a very high cost for a query without an index, such as the query
   * for the version of the webhooks, and so compiles it: 6 ms instead of 0.03 ms. The connection's
   * options turn JIT off too, but the operator's own parameters or a pooler may replace them.
   */
  static PostgresQueueTable in(Connection connection) throws SQLException {
    try (PreparedStatement set = connection.prepareStatement(PLANNER_SETTINGS)) {
      set.execute();
    }
    return new PostgresQueueTable();
  }

  @Override
  List<PendingRow> due(Connection connection, int limit, Duration since) throws SQLException {
    return due(connection, DUE, limit, since);
  }

  @Override
  List<PendingRow> backlog(Connection connection, Map<UUID, Integer> limits) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(BACKLOG)) {
      SqlArrays.set(select, 1, "uuid", limits.keySet().toArray());
      SqlArrays.set(select, 2, "integer", limits.values().toArray());
      return rows(select);
    }
  }

  @Override
  List<UUID> webhooksWithBacklog(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WEBHOOKS_WITH_BACKLOG)) {
      return SqlRows.uuids(select);
    }
  }

  @Override
  Map<RecordKey, DeliveryStatus> recordInOrder(Connection connection, List<Outcome> outcomes)
      throws SQLException {
    Map<RecordKey, DeliveryStatus> recorded =
        record(
            connection,
            RECORD_ENDED,
            outcomes.stream().filter(one -> one.status() != DeliveryStatus.PENDING).toList());
    recorded.putAll(
        record(
            connection,
            RECORD_PENDING,
            outcomes.stream().filter(one -> !recorded.containsKey(RecordKey.of(one))).toList()));
    return recorded;
  }

  private static Map<RecordKey, DeliveryStatus> record(
      Connection connection, String sql, List<Outcome> outcomes) throws SQLException {
    if (outcomes.isEmpty()) {
      return new HashMap<>();
    }
    try (PreparedStatement record = connection.prepareStatement(sql)) {
      set(record, 1, "uuid", outcomes, o -> o.delivery().id());
      set(record, 2, "uuid", outcomes, o -> o.delivery().lease().token());
      set(record, 3, "smallint", outcomes, o -> o.status().number());
      set(record, 4, "double precision", outcomes, o -> o.retryIn().toMillis() / 1000.0);
      set(record, 5, "integer", outcomes, o -> o.delivery().number());
      set(record, 6, "timestamptz", outcomes, o -> o.attempt().started().toString());
      set(record, 7, "integer", outcomes, o -> (int) o.attempt().duration().toMillis());
      set(record, 8, "smallint", outcomes, PostgresQueueTable::statusCode);
      set(
          record,
          9,
          "varchar",
          outcomes,
          o -> o.attempt().error().map(AttemptError::text).orElse(null));
      record.setArray(
          10,
          connection.createArrayOf(
              "bytea", outcomes.stream().map(o -> o.attempt().excerpt()).toArray(byte[][]::new)));
      set(record, 11, "varchar", outcomes, o -> text(o.attempt().headers().sent()));
      set(record, 12, "varchar", outcomes, o -> text(o.attempt().headers().received()));
      set(record, 13, "varchar", outcomes, PostgresQueueTable::cause);
      set(record, 14, "integer", outcomes, QueueTable::excused);
      record.setInt(15, outcomes.size());
      return recorded(record);
    }
  }

  @Override
  int cancel(Connection connection, List<UUID> ids) throws SQLException {
    return update(connection, CANCEL, ids);
  }

  private static Map<RecordKey, DeliveryStatus> recorded(PreparedStatement record)
      throws SQLException {
    Map<RecordKey, DeliveryStatus> statuses = new HashMap<>();
    try (ResultSet rows = record.executeQuery()) {
      while (rows.next()) {
        statuses.put(
            new RecordKey(SqlRows.uuid(rows, 1), SqlRows.uuid(rows, 2)),
            DeliveryStatus.of(rows.getInt(3)));
      }
    }
    return statuses;
  }

  private static Object cause(Outcome outcome) {
    return outcome.attempt().cause().map(AttemptCause::text).orElse(null);
  }

  private static Object statusCode(Outcome outcome) {
    return outcome.attempt().statusCode().isPresent()
        ? (Integer) outcome.attempt().statusCode().getAsInt()
        : null;
  }

  private static void set(
      PreparedStatement statement,
      int index,
      String type,
      List<Outcome> outcomes,
      Function<Outcome, Object> column)
      throws SQLException {
    SqlArrays.set(statement, index, type, outcomes.stream().map(column).toArray());
  }
}
