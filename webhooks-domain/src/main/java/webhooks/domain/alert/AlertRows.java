package webhooks.domain.alert;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.id.MailAddress;
import webhooks.domain.secret.LinkToken;
import webhooks.domain.secret.SecretCipher;

/** Inserts, reads and deletes the rows of alerts, inside the caller's transaction. */
final class AlertRows {
  private static final String INSERT =
      """
      insert into alert (id, account_id, client_id, webhook_id, alerts, backlog, key_id, content,
        unsubscribe_hash, created, next_mail)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, current_timestamp, current_timestamp)
      """;

  /** Leaves out alerts that nobody has confirmed in time, also before they are purged. */
  private static final String LIVE =
      "(confirmed is not null or created > current_timestamp - interval '%d' hour)"
          .formatted(AlertView.TIME_TO_CONFIRM.toHours());

  private static final String COLUMNS =
      "select id, client_id, webhook_id, alerts, key_id, content, created, confirmed from alert";

  private static final String OF_ACCOUNT =
      COLUMNS + " where account_id = ? and " + LIVE + " order by id";

  private static final String BY_TOKEN =
      "select id, account_id, key_id, content from alert where unsubscribe_hash = ?";

  private static final String BY_CONFIRMATION =
      """
      select a.id, a.account_id, a.key_id, a.content
      from alert a join alert_confirmation c on c.alert_id = a.id
      where c.token_hash = ? and a.confirmed is null
        and a.created > current_timestamp - interval '%d' hour
      """
          .formatted(AlertView.TIME_TO_CONFIRM.toHours());

  private static final String CONFIRM =
      "update alert set confirmed = current_timestamp, next_mail = null, pause_until = null,"
          + " failures = 0 where id = ? and confirmed is null";

  /** Locks in the order of ids, as others do. */
  private static final String LOCK =
      "select id from alert where id = any(?) order by id for update";

  /** The rows of an alert in other tables, then its own. */
  private static final List<String> DELETES =
      List.of(
          "delete from alert_confirmation where alert_id = any(?)",
          "delete from alert_report where alert_id = any(?)",
          "delete from alert where id = any(?)");

  private static final String DELETE_CONFIRMATIONS =
      "delete from alert_confirmation where alert_id = ?";

  private final Connection connection;
  private final SecretCipher cipher;

  /**
   * An alert that a link of a mail concerns.
   *
   * @param email the address; empty if it can't be decrypted
   */
  record Linked(UUID id, String accountId, Optional<MailAddress> email) {}

  AlertRows(Connection connection, SecretCipher cipher) {
    this.connection = connection;
    this.cipher = cipher;
  }

  /** Inserts an alert whose address is not confirmed, and asks for its first mail. */
  void insert(UUID id, String account, Optional<String> client, CreateAlert.Order order)
      throws SQLException {
    AlertContent content = new AlertContent(order.email(), LinkToken.next());
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, id);
      insert.setString(2, account);
      insert.setString(3, client.orElse(null));
      insert.setObject(4, order.webhookId().orElse(null));
      insert.setString(5, text(order.alerts()));
      insert.setBoolean(6, order.alerts().contains(AlertType.BACKLOG_HIGH));
      insert.setString(7, cipher.keyId());
      insert.setBytes(8, content.encrypt(cipher, id));
      insert.setString(9, content.unsubscribe().hash());
      insert.executeUpdate();
    }
  }

  private static String text(Set<AlertType> types) {
    return types.stream().map(AlertType::text).collect(Collectors.joining(" "));
  }

  /** Returns the alerts of an account, the oldest first. */
  List<AlertView> ofAccount(String account) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OF_ACCOUNT)) {
      select.setString(1, account);
      try (ResultSet row = select.executeQuery()) {
        List<AlertView> alerts = new ArrayList<>();
        while (row.next()) {
          alerts.add(view(row));
        }
        return alerts;
      }
    }
  }

  private AlertView view(ResultSet row) throws SQLException {
    UUID id = SqlRows.uuid(row, 1);
    return new AlertView(
        id,
        email(id, row.getString(5), row.getBytes(6)),
        types(row.getString(4)),
        Optional.ofNullable(row.getString(2)),
        Optional.ofNullable(SqlRows.uuid(row, 3)),
        instant(row, 7).orElseThrow(),
        instant(row, 8));
  }

  /** Returns the kinds of a stored text. A node of a later version may have stored others. */
  static List<AlertType> types(String text) {
    return Stream.of(text.split(" ")).flatMap(name -> AlertType.of(name).stream()).toList();
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  /** Confirms the alert of a token; empty if there is none, or it is confirmed. */
  Optional<Linked> confirm(LinkToken token) throws SQLException {
    Optional<Linked> found = find(BY_CONFIRMATION, token);
    if (found.isEmpty()) {
      return found;
    }
    try (PreparedStatement confirm = connection.prepareStatement(CONFIRM);
        PreparedStatement delete = connection.prepareStatement(DELETE_CONFIRMATIONS)) {
      confirm.setObject(1, found.get().id());
      boolean isFirst = confirm.executeUpdate() == 1;
      delete.setObject(1, found.get().id());
      delete.executeUpdate();
      return found.filter(unused -> isFirst);
    }
  }

  /** Returns the alert of an unsubscribe link without a lock; empty if there is none. */
  Optional<Linked> ofUnsubscribeLink(LinkToken token) throws SQLException {
    return find(BY_TOKEN, token);
  }

  private Optional<Linked> find(String sql, LinkToken token) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, token.hash());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(linked(SqlRows.uuid(row, 1), row)) : Optional.empty();
      }
    }
  }

  private Linked linked(UUID id, ResultSet row) throws SQLException {
    return new Linked(id, row.getString(2), email(id, row.getString(3), row.getBytes(4)));
  }

  private Optional<MailAddress> email(UUID id, String keyId, byte[] encrypted) {
    try {
      return Optional.of(AlertContent.decrypt(cipher, keyId, id, encrypted).email());
    } catch (IllegalStateException e) {
      // The owner can delete the alert, and the recipient unsubscribe. The outbox logs the damage.
      return Optional.empty();
    }
  }

  /**
   * Deletes alerts with all that belongs to them. Locks them first, as a node does that adds
   * reports: otherwise a new report could outlive its alert, or the two could wait for each other.
   *
   * @return the deleted alerts; another transaction may have deleted some before
   */
  List<UUID> delete(List<UUID> ids) throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    List<UUID> locked = lock(ids);
    for (String sql : DELETES) {
      try (PreparedStatement delete = connection.prepareStatement(sql)) {
        SqlArrays.set(delete, 1, "uuid", locked.toArray());
        delete.executeUpdate();
      }
    }
    return locked;
  }

  private List<UUID> lock(List<UUID> ids) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
      SqlArrays.set(lock, 1, "uuid", ids.toArray());
      return SqlRows.uuids(lock);
    }
  }
}
