package webhooks.domain.delivery.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.AttemptError;

/**
 * An attempt of one of the deliveries that statistics are read from.
 *
 * @param delivery the id of the delivery
 * @param milliseconds the duration
 * @param statusCode empty if the receiver gave no answer
 * @param error empty if the attempt succeeded
 */
public record SampledAttempt(
    UUID delivery, int milliseconds, OptionalInt statusCode, Optional<AttemptError> error) {
  private static final String ATTEMPTS =
      "select delivery_id, duration_ms, status_code, error from delivery_attempt"
          + " where delivery_id = any(?)";

  /**
   * Reads the attempts of these deliveries, in the caller's transaction.
   *
   * <p>By their ids: PostgreSQL reads all attempts of the retention to join them with a query for
   * the deliveries, because the view of all attempts is a union.
   */
  public static List<SampledAttempt> read(Connection connection, Collection<UUID> deliveries)
      throws SQLException {
    List<SampledAttempt> attempts = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(ATTEMPTS)) {
      SqlArrays.set(select, 1, "uuid", deliveries.toArray());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          int statusCode = rows.getInt(3);
          attempts.add(
              new SampledAttempt(
                  SqlRows.uuid(rows, 1),
                  rows.getInt(2),
                  statusCode == 0 ? OptionalInt.empty() : OptionalInt.of(statusCode),
                  Optional.ofNullable(rows.getString(4)).map(AttemptError::of)));
        }
      }
    }
    return attempts;
  }

  /** Returns the latency of attempts, empty if there are none. */
  public static Optional<DeliveryStatistics.Latency> latency(Collection<SampledAttempt> attempts) {
    return DeliveryStatistics.Latency.of(
        attempts.stream().mapToInt(SampledAttempt::milliseconds).toArray());
  }
}
