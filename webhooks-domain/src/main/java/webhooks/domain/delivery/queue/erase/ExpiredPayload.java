package webhooks.domain.delivery.queue.erase;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import webhooks.domain.database.SqlRows;
import webhooks.domain.id.Ids;

/**
 * The SQL condition that nobody may see the payload of a finished delivery any more, whether a node
 * has erased it already or not. So the time of the option {@code retention} holds to the moment.
 */
public final class ExpiredPayload {
  /**
   * When the delivery ended. A cancelled delivery has no such time: it counts as ended at the end
   * of its last attempt, or if it has none, at its creation.
   */
  private static final String ENDED =
      """
      coalesce(
        %1$s.started + cast(%1$s.duration_ms as double precision) / 1000 * interval '1' second,
        (select last.started + cast(last.duration_ms as double precision) / 1000 * interval '1' second
          from attempt last where last.delivery_id = %1$s.id and last.number = %1$s.attempts),
        %1$s.created)
      """;

  private static final String CONDITION =
      """
      (%1$s.payload_erased or exists (select 1 from webhook_options kept
        where kept.webhook_id = %1$s.webhook_id and (kept.payload_seconds = 0 or
          %2$s + cast(kept.payload_seconds as double precision) * interval '1' second
            <= current_timestamp)))
      """;

  /** The ids of an event and of its deliveries begin with the same time. */
  private static final String OF_EVENT =
      "select d.id from delivery_finished d where d.webhook_id = ? and d.event_id = ?"
          + " and d.id >= ? and d.id < ? and "
          + of("d")
          + " fetch first 1 rows only";

  private ExpiredPayload() {}

  /** Returns the condition for a row of {@code delivery_finished} with this alias. */
  public static String of(String alias) {
    return CONDITION.formatted(alias, ENDED.formatted(alias));
  }

  /** Returns whether the condition holds for a delivery of the event to the webhook. */
  public static boolean isOf(Connection connection, UUID webhookId, UUID eventId)
      throws SQLException {
    Instant time = Ids.timeOf(eventId);
    try (PreparedStatement select = connection.prepareStatement(OF_EVENT)) {
      select.setObject(1, webhookId);
      select.setObject(2, eventId);
      select.setObject(3, Ids.firstOf(time));
      select.setObject(4, Ids.firstOf(time.plusMillis(1)));
      return !SqlRows.uuids(select).isEmpty();
    }
  }
}
