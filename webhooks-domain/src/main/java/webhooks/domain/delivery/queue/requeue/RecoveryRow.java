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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.filter.LatestAttempt;
import webhooks.domain.delivery.filter.StatusCodes;
import webhooks.domain.page.Cursor;

/** Reads and writes the row of a recovery. */
final class RecoveryRow {
  /** Names the columns, so that a later version can add one while this one runs. */
  static final String SELECT =
      """
      select webhook_id, period_start, period_end, statuses, after_time, after_id, recovered,
        payload_erased, audit_id, event_type, error, status_codes, message_ids
      from recovery""";

  private static final String INSERT =
      """
      insert into recovery (period_start, period_end, statuses, after_time, after_id, recovered,
        payload_erased, finished, updated, audit_id, event_type, error, status_codes, message_ids,
        webhook_id, account_id)
      select ?, ?, ?, ?, ?, ?, ?, ?, current_timestamp, ?, ?, ?, ?, ?, id, account_id
      from webhook where id = ?
      """;

  private static final String UPDATE =
      """
      update recovery set period_start = ?, period_end = ?, statuses = ?, after_time = ?,
        after_id = ?, recovered = ?, payload_erased = ?, finished = ?, updated = current_timestamp,
        audit_id = ?, event_type = ?, error = ?, status_codes = ?, message_ids = ?
      where webhook_id = ?
      """;

  /** Marks, before the statuses, an unfinished recovery that also ends the waits for retries. */
  private static final String WITH_RETRIES = "retries";

  private static final Set<String> NO_STATUS = Set.of("", WITH_RETRIES);

  private RecoveryRow() {}

  static Optional<Recovery> read(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      List<String> statuses = List.of(row.getString("statuses").split(" "));
      return Optional.of(
          new Recovery(
              row.getObject("webhook_id", UUID.class),
              instant(row, "period_start"),
              instant(row, "period_end"),
              statuses.stream()
                  .filter(number -> !NO_STATUS.contains(number))
                  .map(number -> DeliveryStatus.of(Integer.parseInt(number)))
                  .toList(),
              new Cursor(instant(row, "after_time"), row.getObject("after_id", UUID.class)),
              row.getLong("recovered"),
              row.getLong("payload_erased"),
              row.getObject("audit_id", UUID.class),
              selection(row),
              statuses.contains(WITH_RETRIES)));
    }
  }

  private static RecoverySelection selection(ResultSet row) throws SQLException {
    return new RecoverySelection(
        Optional.ofNullable(row.getString("event_type")),
        new LatestAttempt(
            Optional.ofNullable(row.getString("error")).map(AttemptError::of),
            Optional.ofNullable(row.getString("status_codes")).flatMap(StatusCodes::of)),
        Optional.ofNullable(row.getString("message_ids")).stream()
            .flatMap(ids -> Stream.of(ids.split(" ")))
            .map(UUID::fromString)
            .toList());
  }

  static void insert(Connection connection, Recovery recovery) throws SQLException {
    write(connection, INSERT, recovery);
  }

  static void update(Connection connection, Recovery recovery) throws SQLException {
    write(connection, UPDATE, recovery);
  }

  private static void write(Connection connection, String sql, Recovery recovery)
      throws SQLException {
    RecoverySelection selection = recovery.selection();
    try (PreparedStatement write = connection.prepareStatement(sql)) {
      write.setObject(1, utc(recovery.since()));
      write.setObject(2, utc(recovery.until()));
      write.setString(3, statuses(recovery));
      write.setObject(4, utc(recovery.after().created()));
      write.setObject(5, recovery.after().id());
      write.setLong(6, recovery.recovered());
      write.setLong(7, recovery.erased());
      write.setBoolean(8, recovery.isFinished());
      write.setObject(9, recovery.auditId());
      write.setString(10, selection.eventType().orElse(null));
      write.setString(11, selection.attempt().error().map(AttemptError::text).orElse(null));
      write.setString(12, selection.attempt().statusCode().map(StatusCodes::text).orElse(null));
      write.setString(13, recovery.isFinished() ? null : messageIds(selection));
      write.setObject(14, recovery.webhookId());
      write.executeUpdate();
    }
  }

  private static String messageIds(RecoverySelection selection) {
    return selection.messageIds().isEmpty()
        ? null
        : selection.messageIds().stream().map(UUID::toString).collect(Collectors.joining(" "));
  }

  private static String statuses(Recovery recovery) {
    List<String> texts = new ArrayList<>();
    if (!recovery.isFinished() && recovery.withRetries()) {
      texts.add(WITH_RETRIES);
    }
    recovery.statuses().forEach(status -> texts.add(Integer.toString(status.number())));
    return String.join(" ", texts);
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
