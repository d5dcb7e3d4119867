package webhooks.domain.delivery.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.trace.TraceContext;

/** The columns of queries that show deliveries {@code d} with their events and latest attempts. */
public final class DeliveryColumns {
  /** The columns that {@link #read} reads. */
  public static final String LIST =
      "d.id, coalesce(e.message_id, d.event_id) as message_id, e.event_type, e.itwin_id,"
          + " e.traceparent, d.status, d.created, d.attempts,"
          + " case when d.status = 0 and d.lease is null and "
          + Subscription.DELIVERABLE
          + " then d.due_at end as next_attempt, coalesce(d.status_code, a.status_code) as status_code,"
          + " a.error";

  /**
   * The event {@code e} and the latest attempt {@code a} of a delivery. An operator may have
   * deleted the event from the table; such a delivery is not shown.
   */
  public static final String JOINS =
      " left join event e on e.id = d.event_id"
          + " left join attempt a on a.delivery_id = d.id and a.number = d.attempts";

  private DeliveryColumns() {}

  /** Reads a delivery, whose event is in the table. */
  public static DeliverySummary read(ResultSet row) throws SQLException {
    return new DeliverySummary(
        row.getObject("id", UUID.class),
        row.getObject("message_id", UUID.class),
        row.getString("event_type"),
        row.getString("itwin_id"),
        traceId(row),
        DeliveryStatus.of(row.getInt("status")),
        instant(row, "created"),
        row.getInt("attempts"),
        Optional.ofNullable(row.getObject("next_attempt", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        statusCode(row),
        error(row));
  }

  private static String traceId(ResultSet row) throws SQLException {
    UUID messageId = row.getObject("message_id", UUID.class);
    return TraceContext.parse(row.getString("traceparent"), null)
        .map(TraceContext::traceId)
        .orElseGet(() -> TraceContext.traceIdOf(messageId));
  }

  static OptionalInt statusCode(ResultSet row) throws SQLException {
    int statusCode = row.getInt("status_code");
    return statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode);
  }

  static Optional<AttemptError> error(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getString("error")).map(AttemptError::of);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
