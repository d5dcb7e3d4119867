package webhooks.domain.alert;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * Reads the reports of an alert for a mail, and marks them as sent, in the caller's transaction.
 */
final class ReportRows {
  /** The maximum number of webhooks in one mail. The rest is in the next one. */
  static final int MAX_WEBHOOKS = 50;

  private static final int MAX_GIVEN_UP = 1000;

  /** The webhooks with events, unless a mail within the last hour was about the webhook. */
  private static final String DUE_WEBHOOKS =
      """
      select webhook_id from alert_report where alert_id = ?
      group by webhook_id having sum(events) > 0 and max(not_before) <= current_timestamp
      order by min(first_at), webhook_id
      """;

  private static final String REPORTS =
      """
      select webhook_id, event_type, events, last_at, content from alert_report
      where alert_id = ? and webhook_id = any(?) and events > 0 order by webhook_id, event_type
      """;

  private static final String WEBHOOKS =
      "select id, key_id, callback_url from webhook where id = any(?) and not deleted";

  /** The latest failures; a webhook whose latest attempt succeeded has no row. */
  private static final String FAILURES =
      """
      select webhook_id, last_time, last_error, last_cause, last_status from failure_streak
      where webhook_id = any(?) and last_time is not null and last_error is not null
      """;

  /** Keeps events that were added while the mail was sent. */
  private static final String SENT =
      """
      update alert_report set events = events - ?, first_at = last_at,
        not_before = current_timestamp + interval '1' hour
      where alert_id = ? and webhook_id = ? and event_type = ?
      """;

  private static final String TOO_OLD =
      """
      select alert_id, webhook_id, event_type from alert_report
      where events > 0 and first_at <= current_timestamp - interval '1' day
      fetch first %d rows only
      """
          .formatted(MAX_GIVEN_UP);

  private static final String GIVE_UP =
      """
      delete from alert_report where alert_id = ? and webhook_id = ? and event_type = ?
        and events > 0 and first_at <= current_timestamp - interval '1' day
      """;

  private final Connection connection;
  private final SecretCipher cipher;

  /**
   * The reports of the next mail.
   *
   * @param more how many webhooks the mail after it is about
   */
  record Due(List<DueMail.Report> reports, int more) {
    static final Due NONE = new Due(List.of(), 0);
  }

  ReportRows(Connection connection, SecretCipher cipher) {
    this.connection = connection;
    this.cipher = cipher;
  }

  /** Returns the reports that may be sent now. */
  Due due(UUID alert) throws SQLException {
    List<UUID> webhooks;
    try (PreparedStatement select = connection.prepareStatement(DUE_WEBHOOKS)) {
      select.setObject(1, alert);
      webhooks = SqlRows.uuids(select);
    }
    List<UUID> first = webhooks.subList(0, Math.min(MAX_WEBHOOKS, webhooks.size()));
    return new Due(reports(alert, first), webhooks.size() - first.size());
  }

  private List<DueMail.Report> reports(UUID alert, List<UUID> webhooks) throws SQLException {
    if (webhooks.isEmpty()) {
      return List.of();
    }
    Map<UUID, List<DueMail.Line>> lines = lines(alert, webhooks);
    Map<UUID, String> receivers = receivers(webhooks);
    Map<UUID, String> descriptions = descriptions(webhooks);
    Map<UUID, DueMail.Failure> failures = failures(webhooks);
    List<DueMail.Report> reports = new ArrayList<>();
    for (UUID webhook : webhooks) {
      reports.add(
          new DueMail.Report(
              Optional.of(webhook).filter(id -> !id.equals(AlertReports.PRODUCT)),
              Optional.ofNullable(receivers.get(webhook)),
              Optional.ofNullable(descriptions.get(webhook)),
              Optional.ofNullable(failures.get(webhook)),
              lines.getOrDefault(webhook, List.of())));
    }
    return reports;
  }

  private Map<UUID, List<DueMail.Line>> lines(UUID alert, List<UUID> webhooks) throws SQLException {
    Map<UUID, List<DueMail.Line>> lines = new LinkedHashMap<>();
    try (PreparedStatement select = connection.prepareStatement(REPORTS)) {
      select.setObject(1, alert);
      SqlArrays.set(select, 2, "uuid", webhooks.toArray());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          DueMail.Line line =
              new DueMail.Line(
                  row.getString(2),
                  row.getInt(3),
                  row.getObject(4, OffsetDateTime.class).toInstant(),
                  row.getString(5));
          lines.computeIfAbsent(SqlRows.uuid(row, 1), id -> new ArrayList<>()).add(line);
        }
      }
    }
    return lines;
  }

  /** Returns the hosts and paths of webhooks. A query may hold credentials, so none is returned. */
  private Map<UUID, String> receivers(List<UUID> webhooks) throws SQLException {
    Map<UUID, String> receivers = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(WEBHOOKS)) {
      SqlArrays.set(select, 1, "uuid", webhooks.toArray());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          UUID id = SqlRows.uuid(row, 1);
          receiver(id, row.getString(2), row.getBytes(3))
              .ifPresent(receiver -> receivers.put(id, receiver));
        }
      }
    }
    return receivers;
  }

  private Optional<String> receiver(UUID id, String keyId, byte[] encrypted) {
    try {
      URI url = URI.create(cipher.decrypt(keyId, id, EncryptedColumn.CALLBACK_URL, encrypted));
      return Optional.of(url.getRawAuthority() + url.getRawPath());
    } catch (IllegalStateException | IllegalArgumentException e) {
      // The mail names the webhook by its id. Other parts of the product report the damage.
      return Optional.empty();
    }
  }

  private Map<UUID, String> descriptions(List<UUID> webhooks) throws SQLException {
    Map<UUID, String> descriptions = new HashMap<>();
    OptionsRepository.read(
        connection,
        webhooks,
        options -> {
          try {
            options
                .description(cipher)
                .ifPresent(text -> descriptions.put(options.webhookId(), text));
          } catch (IllegalStateException e) {
            // The mail names the webhook without its description, and delays no other mail.
          }
        });
    return descriptions;
  }

  private Map<UUID, DueMail.Failure> failures(List<UUID> webhooks) throws SQLException {
    Map<UUID, DueMail.Failure> failures = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(FAILURES)) {
      SqlArrays.set(select, 1, "uuid", webhooks.toArray());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          failures.put(SqlRows.uuid(row, 1), failure(row));
        }
      }
    }
    return failures;
  }

  private static DueMail.Failure failure(ResultSet row) throws SQLException {
    int status = row.getInt(5);
    boolean hasStatus = !row.wasNull();
    return new DueMail.Failure(
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getString(3),
        Optional.ofNullable(row.getString(4)),
        hasStatus ? OptionalInt.of(status) : OptionalInt.empty());
  }

  /** Marks the reports of a mail as sent. */
  void sent(DueMail mail) throws SQLException {
    try (PreparedStatement sent = connection.prepareStatement(SENT)) {
      for (DueMail.Report report : mail.reports()) {
        for (DueMail.Line line : report.lines()) {
          sent.setInt(1, line.events());
          sent.setObject(2, mail.alertId());
          sent.setObject(3, report.webhookId().orElse(AlertReports.PRODUCT));
          sent.setString(4, line.eventType());
          sent.addBatch();
        }
      }
      sent.executeBatch();
    }
  }

  /** Deletes at most 1,000 reports that are a day old, and returns their number. */
  static int giveUp(Connection connection, Dialect dialect) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(TOO_OLD + dialect.skipLocked());
        PreparedStatement delete = connection.prepareStatement(GIVE_UP);
        ResultSet row = select.executeQuery()) {
      int count = 0;
      while (row.next()) {
        delete.setObject(1, SqlRows.uuid(row, 1));
        delete.setObject(2, SqlRows.uuid(row, 2));
        delete.setString(3, row.getString(3));
        count += delete.executeUpdate();
      }
      return count;
    }
  }
}
