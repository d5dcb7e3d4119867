package webhooks.domain.delivery.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;

/**
 * An attempt of one of the deliveries that statistics are read from.
 *
 * @param delivery the id of the delivery
 * @param milliseconds the duration
 * @param statusCode empty if the receiver gave no answer
 * @param error the name of the {@link webhooks.domain.delivery.AttemptError}; empty if the attempt
 *     succeeded
 */
public record SampledAttempt(
    UUID delivery, int milliseconds, OptionalInt statusCode, Optional<String> error) {
  private static final String ATTEMPTS =
      "select delivery_id, duration_ms, status_code, error from delivery_attempt"
          + " where delivery_id = any(?)";

  /**
   * Reads the attempts of these deliveries, in the caller's transaction.
   *
   * <p>Reads by ids, because a join with a query for the deliveries would make PostgreSQL read all
   * attempts of the retention: the view of all attempts is a union.
   *
   * @param reader takes the attempts one by one, in no order
   */
  public static void read(
      Connection connection, Collection<UUID> deliveries, Consumer<SampledAttempt> reader)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(ATTEMPTS)) {
      SqlArrays.set(select, 1, "uuid", deliveries.toArray());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          int statusCode = rows.getInt(3);
          reader.accept(
              new SampledAttempt(
                  SqlRows.uuid(rows, 1),
                  rows.getInt(2),
                  statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode),
                  Optional.ofNullable(rows.getString(4))));
        }
      }
    }
  }
}
