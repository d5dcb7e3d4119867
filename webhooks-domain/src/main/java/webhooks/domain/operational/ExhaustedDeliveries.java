package webhooks.domain.operational;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.Dialect.Upsert;
import webhooks.domain.database.SqlArrays;

/** Counts deliveries without attempts left until they are reported. */
final class ExhaustedDeliveries {
  /** Failed deliveries of operational events cause no further ones. */
  private static final String EXHAUSTED =
      """
      select x.webhook_id, count(*), current_timestamp
      from unnest(cast(? as uuid array), cast(? as uuid array)) as x(webhook_id, delivery_id)
      join delivery_finished d on d.id = x.delivery_id
      join event e on e.id = d.event_id
      where not e.event_type = any(?)
      group by x.webhook_id order by x.webhook_id
      """;

  private static final Upsert COUNT =
      new Upsert(
          "exhausted_deliveries",
          List.of("webhook_id", "deliveries", "since"),
          EXHAUSTED,
          "deliveries = exhausted_deliveries.deliveries + excluded.deliveries");

  private ExhaustedDeliveries() {}

  /**
   * Counts deliveries in the transaction of the connection.
   *
   * @param webhookIds the webhook of each delivery
   * @param ids the id of each delivery
   */
  static void add(Connection connection, Dialect dialect, List<UUID> webhookIds, List<UUID> ids)
      throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(dialect.upsert(COUNT))) {
      SqlArrays.set(count, 1, "uuid", webhookIds.toArray());
      SqlArrays.set(count, 2, "uuid", ids.toArray());
      SqlArrays.set(count, 3, "varchar", EventTypes.OWN.toArray());
      count.executeUpdate();
    }
  }
}
