package webhooks.domain.option.retention;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlRows;

/**
 * The columns of a webhook's options by which nodes erase payloads whose time is over, inside the
 * caller's transaction. Nodes that look for such webhooks at the same time take different ones.
 */
public final class RetainedPayloads {
  private static final String NEXT =
      """
      select webhook_id, payload_seconds, payload_swept, current_timestamp as taken from webhook_options
      where payload_due <= current_timestamp and payload_seconds is not null
      order by payload_due, webhook_id fetch first 1 rows only
      """;

  private static final String TAKE =
      "update webhook_options set payload_due = cast(? as timestamp with time zone)"
          + " + cast(? as double precision) * interval '1' second where webhook_id = ?"
          + " and payload_due <= current_timestamp";

  /** Has no effect if the payloads have to be looked at again since. */
  private static final String FINISH =
      "update webhook_options set payload_swept = ? where webhook_id = ? and payload_due = ?";

  private static final String LOOK_AGAIN =
      "update webhook_options set payload_swept = null, payload_due = current_timestamp"
          + " where payload_seconds is not null and ";

  private static final Duration MIN_INTERVAL = Duration.ofSeconds(10);
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(10);

  private RetainedPayloads() {}

  /**
   * A webhook whose payloads a node looks at.
   *
   * @param payload how long they are kept
   * @param swept the time of creation before which all are erased, if it is known
   * @param due when a node looks at them next; identifies this look
   * @param now the database's time
   */
  public record TakenWebhook(
      UUID webhookId,
      Duration payload,
      Optional<OffsetDateTime> swept,
      OffsetDateTime due,
      OffsetDateTime now) {}

  /** Takes the webhook that is due for the longest time, if no other node takes it. */
  public static Optional<TakenWebhook> takeNext(Connection connection, Dialect dialect)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(NEXT + dialect.skipLocked());
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      Duration payload = Duration.ofSeconds(row.getLong(2));
      OffsetDateTime now = row.getObject("taken", OffsetDateTime.class);
      Duration interval = interval(payload);
      TakenWebhook taken =
          new TakenWebhook(
              SqlRows.uuid(row, 1),
              payload,
              Optional.ofNullable(row.getObject("payload_swept", OffsetDateTime.class)),
              now.plus(interval),
              now);
      return take(connection, taken, interval) ? Optional.of(taken) : Optional.empty();
    }
  }

  private static boolean take(Connection connection, TakenWebhook taken, Duration interval)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(TAKE)) {
      update.setObject(1, taken.now());
      update.setDouble(2, interval.toSeconds());
      update.setObject(3, taken.webhookId());
      return update.executeUpdate() == 1;
    }
  }

  private static Duration interval(Duration payload) {
    Duration part = payload.dividedBy(10);
    Duration atLeast = part.compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : part;
    return atLeast.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : atLeast;
  }

  /** Notes that all payloads of deliveries created before this time are erased. */
  public static void finish(Connection connection, TakenWebhook taken, OffsetDateTime swept)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(FINISH)) {
      update.setObject(1, swept);
      update.setObject(2, taken.webhookId());
      update.setObject(3, taken.due());
      update.executeUpdate();
    }
  }

  /** Has a node look at all payloads of a webhook again, because old deliveries are sent again. */
  public static void lookAgain(Connection connection, UUID webhookId) throws SQLException {
    lookAgain(connection, "webhook_id = ?", webhookId);
  }

  /** Has a node look at all payloads of an account again, because old deliveries were imported. */
  public static void lookAgain(Connection connection, String accountId) throws SQLException {
    lookAgain(connection, "account_id = ?", accountId);
  }

  private static void lookAgain(Connection connection, String condition, Object value)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(LOOK_AGAIN + condition)) {
      update.setObject(1, value);
      update.executeUpdate();
    }
  }
}
