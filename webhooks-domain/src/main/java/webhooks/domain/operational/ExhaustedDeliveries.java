package webhooks.domain.operational;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.Dialect.Upsert;
import webhooks.domain.database.SqlArrays;

/** Counts the exhausted deliveries of each webhook in the database until they are reported. */
final class ExhaustedDeliveries {
  private static final String EXHAUSTED =
      """
      select x.webhook_id, x.deliveries, current_timestamp
      from unnest(cast(? as uuid array), cast(? as integer array)) as x(webhook_id, deliveries)
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
   * @param counts the numbers by webhook, in the order in which rows are locked
   */
  static void add(Connection connection, Dialect dialect, SortedMap<UUID, Integer> counts)
      throws SQLException {
    try (PreparedStatement count = connection.prepareStatement(dialect.upsert(COUNT))) {
      SqlArrays.set(count, 1, "uuid", counts.keySet().toArray());
      SqlArrays.set(count, 2, "integer", counts.values().toArray());
      dialect.executeUpsert(count);
    }
  }
}
