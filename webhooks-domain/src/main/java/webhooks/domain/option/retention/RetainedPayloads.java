package webhooks.domain.option.retention;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
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
      select webhook_id, payload_seconds, payload_swept, sweep_status, sweep_after,
        sweep_after_id, sweep_kept, sweep_millis, current_timestamp as taken
      from webhook_options
      where payload_due <= current_timestamp and payload_seconds is not null
      order by payload_due, webhook_id fetch first 1 rows only
      """;

  /** Longer than a turn takes. A node that dies leaves the webhook to others then. */
  private static final Duration LEASE = Duration.ofHours(1);

  private static final String SECONDS = "cast(? as double precision) * interval '1' second";

  private static final String TAKE =
      "update webhook_options set payload_due = cast(? as timestamp with time zone) + "
          + SECONDS
          + " where webhook_id = ? and payload_due <= current_timestamp";

  /** Has no effect if the payloads have to be looked at again since, or another node looks. */
  private static final String FINISH =
      "update webhook_options set payload_swept = ?, sweep_status = null,"
          + " payload_due = current_timestamp + "
          + SECONDS
          + " where webhook_id = ? and payload_due = ?";

  private static final String INTERRUPT =
      "update webhook_options set sweep_status = ?, sweep_after = ?, sweep_after_id = ?,"
          + " sweep_kept = ?, sweep_millis = ?, payload_due = current_timestamp"
          + " where webhook_id = ? and payload_due = ?";

  private static final String LOOK_AGAIN =
      "update webhook_options set payload_swept = null, sweep_status = null,"
          + " payload_due = current_timestamp where payload_seconds is not null and ";

  private static final String KEEP_FOR =
      """
      update webhook_options set payload_seconds = ?, payload_swept = null, sweep_status = null,
        payload_due = case when cast(? as bigint) is not null then current_timestamp end
      where webhook_id = ? and payload_seconds is distinct from cast(? as bigint)
      """;

  private static final Duration MIN_INTERVAL = Duration.ofSeconds(10);
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(10);

  /** A node rests for so many times the time that a sweep took. */
  private static final int REST = 20;

  private RetainedPayloads() {}

  /**
   * A webhook whose payloads a node looks at.
   *
   * @param payload how long they are kept
   * @param swept the time of creation before which all are erased, if it is known
   * @param due until when other nodes leave it to this one; identifies this look
   * @param now the database's time
   * @param interrupted how far an interrupted look has come
   */
  public record TakenWebhook(
      UUID webhookId,
      Duration payload,
      Optional<OffsetDateTime> swept,
      OffsetDateTime due,
      OffsetDateTime now,
      Optional<SweepPosition> interrupted) {}

  /**
   * How far a look at one webhook has come.
   *
   * @param status the status of the deliveries that come next
   * @param after the time of creation of the last delivery that was looked at
   * @param afterId the id of that delivery
   * @param kept the earliest time of creation of a delivery that still has its payload
   * @param spent for how long nodes have worked on it
   */
  public record SweepPosition(
      int status, OffsetDateTime after, UUID afterId, OffsetDateTime kept, Duration spent) {}

  /**
   * Sets how long the payloads of a webhook are kept. A node looks at all of them if that changes.
   *
   * @param payload the time; empty as long as the delivery
   */
  public static void keepFor(Connection connection, UUID webhookId, Optional<Duration> payload)
      throws SQLException {
    Long seconds = payload.map(Duration::toSeconds).orElse(null);
    try (PreparedStatement update = connection.prepareStatement(KEEP_FOR)) {
      update.setObject(1, seconds, Types.BIGINT);
      update.setObject(2, seconds, Types.BIGINT);
      update.setObject(3, webhookId);
      update.setObject(4, seconds, Types.BIGINT);
      update.executeUpdate();
    }
  }

  /** Takes the webhook that is due for the longest time, if no other node takes it. */
  public static Optional<TakenWebhook> takeNext(Connection connection, Dialect dialect)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(NEXT + dialect.skipLocked());
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      OffsetDateTime now = row.getObject("taken", OffsetDateTime.class);
      TakenWebhook taken =
          new TakenWebhook(
              SqlRows.uuid(row, 1),
              Duration.ofSeconds(row.getLong(2)),
              Optional.ofNullable(row.getObject("payload_swept", OffsetDateTime.class)),
              now.plus(LEASE),
              now,
              position(row));
      return take(connection, taken) ? Optional.of(taken) : Optional.empty();
    }
  }

  private static Optional<SweepPosition> position(ResultSet row) throws SQLException {
    int status = row.getInt("sweep_status");
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(
            new SweepPosition(
                status,
                row.getObject("sweep_after", OffsetDateTime.class),
                row.getObject("sweep_after_id", UUID.class),
                row.getObject("sweep_kept", OffsetDateTime.class),
                Duration.ofMillis(row.getLong("sweep_millis"))));
  }

  private static boolean take(Connection connection, TakenWebhook taken) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(TAKE)) {
      update.setObject(1, taken.now());
      update.setDouble(2, LEASE.toSeconds());
      update.setObject(3, taken.webhookId());
      return update.executeUpdate() == 1;
    }
  }

  private static Duration interval(Duration payload) {
    Duration part = payload.dividedBy(10);
    Duration atLeast = part.compareTo(MIN_INTERVAL) < 0 ? MIN_INTERVAL : part;
    return atLeast.compareTo(MAX_INTERVAL) > 0 ? MAX_INTERVAL : atLeast;
  }

  /**
   * Notes that all payloads of deliveries created before this time are erased. The next look begins
   * after a rest, which is longer after a long look.
   */
  public static void finish(
      Connection connection, TakenWebhook taken, OffsetDateTime swept, Duration spent)
      throws SQLException {
    Duration interval = interval(taken.payload());
    Duration rest = spent.multipliedBy(REST);
    try (PreparedStatement update = connection.prepareStatement(FINISH)) {
      update.setObject(1, swept);
      update.setDouble(2, (rest.compareTo(interval) > 0 ? rest : interval).toMillis() / 1000d);
      update.setObject(3, taken.webhookId());
      update.setObject(4, taken.due());
      update.executeUpdate();
    }
  }

  /** Leaves the rest of a look to a node that comes later. Webhooks that are due come before. */
  public static void interrupt(Connection connection, TakenWebhook taken, SweepPosition position)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(INTERRUPT)) {
      update.setInt(1, position.status());
      update.setObject(2, position.after());
      update.setObject(3, position.afterId());
      update.setObject(4, position.kept());
      update.setLong(5, position.spent().toMillis());
      update.setObject(6, taken.webhookId());
      update.setObject(7, taken.due());
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
