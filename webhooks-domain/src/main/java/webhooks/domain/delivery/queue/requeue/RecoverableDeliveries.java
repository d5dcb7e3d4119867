package webhooks.domain.delivery.queue.requeue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.subscription.Subscription;

/**
 * The deliveries that the next step of a recovery takes, of the recovery's first status.
 *
 * @param ids the ids of the deliveries
 * @param next the cursor that the next step begins after; empty if this step is the last of the
 *     status
 */
record RecoverableDeliveries(List<UUID> ids, Optional<Cursor> next) {
  static final String HAS_FEWER_THAN_MAX_ATTEMPTS =
      "attempts + redeliveries < %d".formatted(DeliveryRules.MAX_ATTEMPTS);

  /**
   * The condition of the pending deliveries that a recovery requeues: deliveries of an ended
   * activation that are not cancelled yet, and, if the parameter is true, deliveries that wait for
   * a retry and may have more attempts.
   */
  static final String IS_RECOVERED =
      """
       and (not %s
        or cast(? as boolean) and lease is null and due_at > current_timestamp and %s)
      """
          .formatted(Subscription.DELIVERABLE, HAS_FEWER_THAN_MAX_ATTEMPTS);

  /** The maximum number of deliveries that a step reads. */
  private static final int MAX_ROWS = 1000;

  /** The maximum number of message ids that a step looks up. */
  private static final int MAX_MESSAGES = 100;

  /** The maximum number of events with these message ids: few have the same one. */
  private static final int MAX_EVENTS = 100 * MAX_MESSAGES;

  private static final String FIRST =
      " order by created, id fetch first %d rows only".formatted(MAX_ROWS);

  /**
   * Examines deliveries after the limit, so a step reads at most {@link #MAX_ROWS} rows. Other
   * deliveries are not requeued, but the cursor moves past them.
   */
  private static final String EXAMINED =
      """
      select r.id, r.created, %s as matches from (%s) r %s
      order by r.created, r.id
      """;

  private static final String JOINS =
      """
      left join event e on e.id = r.event_id
      left join attempt a on a.delivery_id = r.id and a.number = r.attempts
      """;

  /**
   * PostgreSQL would otherwise read all attempts in each step, to join them with few deliveries.
   */
  private static final String LOOK_UP_EVENT =
      " left join lateral (select event_type from event where event.id = r.event_id"
          + " fetch first 1 row only) e on true";

  private static final String LOOK_UP_ATTEMPT =
      " left join lateral (select status_code, error from attempt where attempt.delivery_id = r.id"
          + " and attempt.number = r.attempts fetch first 1 row only) a on true";

  /** Leaves out events of others, which would push an event of the webhook out. */
  private static final String EVENTS =
      """
      select e.id from event e where e.message_id = any(?) and exists (
        select 1 from webhook w where w.id = ?
          and (w.account_id = e.account_id or w.scope_id = e.itwin_id))
      order by e.created desc, e.id desc fetch first %d rows only
      """
          .formatted(MAX_EVENTS);

  /** Finds the deliveries of the next step. */
  static RecoverableDeliveries find(Connection connection, Dialect dialect, Recovery recovery)
      throws SQLException {
    return recovery.selection().messageIds().isEmpty()
        ? ofPeriod(connection, dialect, recovery)
        : ofMessages(connection, dialect, recovery);
  }

  private static RecoverableDeliveries ofPeriod(
      Connection connection, Dialect dialect, Recovery recovery) throws SQLException {
    String sql =
        rows(recovery) + " and (created, id) > (?, ?) and created < ?" + state(recovery) + FIRST;
    try (PreparedStatement select = connection.prepareStatement(examined(recovery, dialect, sql))) {
      int index = bindConditions(select, recovery.selection());
      select.setObject(++index, recovery.webhookId());
      select.setObject(++index, utc(recovery.after().created()));
      select.setObject(++index, recovery.after().id());
      select.setObject(++index, utc(recovery.until()));
      bindState(select, index, recovery);
      List<UUID> matching = new ArrayList<>();
      Optional<Cursor> last = Optional.empty();
      int rows = 0;
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          rows++;
          UUID id = SqlRows.uuid(found, 1);
          last = Optional.of(new Cursor(instant(found), id));
          if (found.getBoolean("matches")) {
            matching.add(id);
          }
        }
      }
      return new RecoverableDeliveries(matching, rows == MAX_ROWS ? last : Optional.empty());
    }
  }

  /**
   * Finds the deliveries of the next message ids by the index of events. The ids of an event and of
   * its deliveries begin with the same time.
   */
  private static RecoverableDeliveries ofMessages(
      Connection connection, Dialect dialect, Recovery recovery) throws SQLException {
    UUID last = recovery.after().id();
    List<UUID> messages = recovery.selection().messageIdsAfter(last, MAX_MESSAGES);
    String sql =
        rows(recovery)
            + " and id >= ? and id < ? and event_id = any(?) and created >= ? and created < ?"
            + state(recovery);
    List<UUID> matching = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(examined(recovery, dialect, sql))) {
      for (Map.Entry<Instant, List<UUID>> moment :
          events(connection, recovery.webhookId(), messages).entrySet()) {
        int index = bindConditions(select, recovery.selection());
        select.setObject(++index, recovery.webhookId());
        select.setObject(++index, Ids.firstOf(moment.getKey()));
        select.setObject(++index, Ids.firstOf(moment.getKey().plusMillis(1)));
        SqlArrays.set(select, ++index, "uuid", moment.getValue().toArray());
        select.setObject(++index, utc(recovery.since()));
        select.setObject(++index, utc(recovery.until()));
        bindState(select, index, recovery);
        try (ResultSet found = select.executeQuery()) {
          while (found.next()) {
            if (found.getBoolean("matches")) {
              matching.add(SqlRows.uuid(found, 1));
            }
          }
        }
      }
    }
    return new RecoverableDeliveries(
        matching,
        recovery.selection().hasMessageIdsAfter(messages)
            ? Optional.of(new Cursor(recovery.since(), messages.get(messages.size() - 1)))
            : Optional.empty());
  }

  /** Returns the events with the message ids, by the moments with which their ids begin. */
  private static Map<Instant, List<UUID>> events(
      Connection connection, UUID webhookId, List<UUID> messages) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(EVENTS)) {
      SqlArrays.set(select, 1, "uuid", messages.toArray());
      select.setObject(2, webhookId);
      return SqlRows.uuids(select).stream().collect(Collectors.groupingBy(Ids::timeOf));
    }
  }

  private static String rows(Recovery recovery) {
    return isOfPending(recovery)
        ? "select id, created, event_id, attempts, cast(null as smallint) as status_code, true as"
            + " matches from delivery_pending d where webhook_id = ?"
        : "select id, created, event_id, attempts, status_code, true as matches"
            + " from delivery_finished d where webhook_id = ?";
  }

  private static String state(Recovery recovery) {
    return isOfPending(recovery) ? IS_RECOVERED : " and status = ?";
  }

  private static void bindState(PreparedStatement select, int last, Recovery recovery)
      throws SQLException {
    if (isOfPending(recovery)) {
      select.setBoolean(last + 1, recovery.withRetries());
    } else {
      select.setInt(last + 1, recovery.statuses().get(0).number());
    }
  }

  private static String examined(Recovery recovery, Dialect dialect, String rows) {
    RecoverySelection selection = recovery.selection();
    return selection.examines()
        ? EXAMINED.formatted(
            "true"
                + (selection.eventType().isPresent() ? " and e.event_type = ?" : "")
                + selection.attempt().sql("r", "a"),
            rows,
            dialect == Dialect.POSTGRESQL ? lookUps(selection) : JOINS)
        : rows;
  }

  private static String lookUps(RecoverySelection selection) {
    return (selection.eventType().isPresent() ? LOOK_UP_EVENT : "")
        + (selection.attempt().isAny() ? "" : LOOK_UP_ATTEMPT);
  }

  private static int bindConditions(PreparedStatement select, RecoverySelection selection)
      throws SQLException {
    int index = 0;
    if (selection.eventType().isPresent()) {
      select.setString(++index, selection.eventType().get());
    }
    return selection.attempt().bind(select, index);
  }

  static boolean isOfPending(Recovery recovery) {
    return recovery.statuses().get(0) == DeliveryStatus.PENDING;
  }

  private static Instant instant(ResultSet row) throws SQLException {
    return row.getObject("created", OffsetDateTime.class).toInstant();
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
