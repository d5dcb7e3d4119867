package webhooks.domain.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.node.announcement.NodeRepository;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.settings.InvalidSetting;
import webhooks.settings.command.MoveFailure;

/**
 * Stores webhooks, encrypted with this installation's key. They get the next version, so that the
 * running nodes load them.
 */
final class WebhookImport {
  /** The encrypted columns of a webhook. */
  private static final Map<String, EncryptedColumn> OF_WEBHOOK =
      Map.of(
          "callback_url", EncryptedColumn.CALLBACK_URL,
          "secret", EncryptedColumn.SECRET,
          "previous_secret", EncryptedColumn.PREVIOUS_SECRET);

  private static final String NEXT_VERSION = "update webhook_version set version = version + 1";
  private static final String VERSION = "select version from webhook_version";

  private static final String DEACTIVATE_BLOCKED =
      """
      update webhook w set active = false, deactivation_reason = ?, modified = current_timestamp
      where version = ? and active and exists (select 1 from webhook_block b
        where b.kind = 'client' and b.target = w.client_id
          or b.kind = 'account' and b.target = w.account_id
          or b.kind = 'webhook' and b.target = cast(w.id as varchar))
      """;

  /**
   * Deactivates webhooks of iTwins that belong to another account here, and on which the client has
   * no permission here.
   */
  private static final String DEACTIVATE_FOREIGN =
      """
      update webhook w set active = false, deactivation_reason = ?, modified = current_timestamp
      where version = ? and active and scope = ? and exists (select 1 from itwin i
        where cast(i.id as varchar) = w.scope_id and i.account_id <> w.account_id
          and not exists (select 1 from itwin_grant g
            where g.itwin_id = i.id and g.client_id = w.client_id))
      """;

  private static final String COUNT =
      "update webhook_owner set webhooks = webhooks + ? where client_id = ? and account_id = ?";
  private static final String BEGIN_COUNT =
      "insert into webhook_owner (client_id, account_id, webhooks)"
          + " select cast(? as varchar), cast(? as varchar), ? where not exists"
          + " (select 1 from webhook_owner where client_id = ? and account_id = ?)";

  private final Connection connection;
  private final Dialect dialect;
  private final RowInsert insert;
  private final SecretCipher cipher;
  private final Map<OwnerKey, Integer> added =
      new TreeMap<>(Comparator.comparing(OwnerKey::account).thenComparing(OwnerKey::client));
  private long version;

  /** The owner of webhooks. */
  private record OwnerKey(String client, String account) {}

  WebhookImport(Connection connection, Dialect dialect, RowInsert insert, SecretCipher cipher) {
    this.connection = connection;
    this.dialect = dialect;
    this.insert = insert;
    this.cipher = cipher;
  }

  /**
   * Checks that the secrets can be decrypted.
   *
   * @throws InvalidSetting with the first id of a key that is not known here
   */
  void check(List<String> keys) {
    keys.forEach(this::check);
  }

  private void check(String key) {
    if (!cipher.keyIds().contains(key)) {
      throw new InvalidSetting(
          "webhooks.encryption.previous-keys",
          "must hold the key of the installation that the account comes from, the one with id "
              + key);
    }
  }

  /** Stores webhooks, and returns the stored ones. */
  List<Row> insert(List<Row> webhooks) throws SQLException, MoveFailure {
    if (version == 0) {
      version = nextVersion();
    }
    for (Row webhook : webhooks) {
      encrypt(webhook, webhook.id("id"), OF_WEBHOOK);
      webhook.set("version", version);
    }
    List<Row> inserted = insert.insert(webhooks);
    for (Row webhook : inserted) {
      if (!(Boolean) webhook.value("deleted")) {
        added.merge(
            new OwnerKey(webhook.text("client_id"), webhook.text("account_id")), 1, Integer::sum);
      }
    }
    return inserted;
  }

  /** Returns the next version. Other changes of webhooks then wait until the transaction ends. */
  private long nextVersion() throws SQLException {
    try (PreparedStatement next = connection.prepareStatement(NEXT_VERSION);
        PreparedStatement select = connection.prepareStatement(VERSION)) {
      next.executeUpdate();
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Stores the options of webhooks that are not known yet, and returns the stored rows. */
  List<Row> insertOptions(List<Row> options) throws SQLException, MoveFailure {
    requireCurrentNodes("options");
    for (Row row : options) {
      encrypt(row, row.id("webhook_id"), Map.of("content", EncryptedColumn.OPTIONS));
    }
    return insert.insert(options);
  }

  private void requireCurrentNodes(String what) throws SQLException, MoveFailure {
    if (!NodeRepository.allKnowOptions(connection)) {
      throw new MoveFailure(
          "The account has %s, and a node of an earlier version runs here: upgrade it first"
              .formatted(what));
    }
  }

  /** Stores the keys of certificate requests of webhooks that are not known yet. */
  List<Row> insertKeyRequests(List<Row> keys) throws SQLException, MoveFailure {
    for (Row row : keys) {
      encrypt(row, row.id("webhook_id"), Map.of("content", EncryptedColumn.KEY_REQUEST));
    }
    return insert.insert(keys);
  }

  /**
   * Stores the revisions of webhooks that are not known yet, and returns the stored rows. The
   * versions of another installation mean nothing here.
   */
  List<Row> insertRevisions(List<Row> revisions) throws SQLException, MoveFailure {
    for (Row row : revisions) {
      encrypt(row, row.id("webhook_id"), Map.of("content", EncryptedColumn.SETTINGS));
      row.set("version", -1L);
    }
    return insert.insert(revisions);
  }

  /** Stores alerts of an account that is not known yet, and returns the stored rows. */
  List<Row> insertAlerts(List<Row> alerts) throws SQLException, MoveFailure {
    requireCurrentNodes("alerts");
    for (Row row : alerts) {
      encrypt(row, row.id("id"), Map.of("content", EncryptedColumn.ALERT));
    }
    return insert.insert(alerts);
  }

  private void encrypt(Row row, UUID webhookId, Map<String, EncryptedColumn> columns)
      throws MoveFailure {
    String key = row.text("key_id");
    check(key);
    try {
      for (Map.Entry<String, EncryptedColumn> column : columns.entrySet()) {
        byte[] encrypted = row.bytes(column.getKey());
        if (encrypted != null) {
          String text = cipher.decrypt(key, webhookId, column.getValue(), encrypted);
          row.set(column.getKey(), cipher.encrypt(webhookId, column.getValue(), text));
        }
      }
    } catch (IllegalStateException e) {
      throw new MoveFailure("Webhook " + webhookId + " can't be stored, delete it there first", e);
    }
    row.set("key_id", cipher.keyId());
  }

  /**
   * Deactivates the new webhooks that are blocked here. Also deactivates those whose iTwin belongs
   * to another account here, unless their client has a permission on it. Adds the new webhooks to
   * the counts of their owners.
   */
  void finish() throws SQLException, MoveFailure {
    try (PreparedStatement update = connection.prepareStatement(DEACTIVATE_BLOCKED)) {
      update.setString(1, DeactivationReason.BY_ADMINISTRATOR.text());
      update.setLong(2, version);
      update.executeUpdate();
    }
    try (PreparedStatement update = connection.prepareStatement(DEACTIVATE_FOREIGN)) {
      update.setString(1, DeactivationReason.PERMISSION_REMOVED.text());
      update.setLong(2, version);
      update.setString(3, WebhookScope.ITWIN.text());
      update.executeUpdate();
    }
    for (Map.Entry<OwnerKey, Integer> more : added.entrySet()) {
      add(more.getKey(), more.getValue());
    }
  }

  /**
   * Tries several times: another transaction may insert or delete the row between two statements.
   */
  private void add(OwnerKey owner, int webhooks) throws SQLException, MoveFailure {
    for (int tries = 0; tries < 3; tries++) {
      if (count(owner, webhooks) || beginCount(owner, webhooks)) {
        return;
      }
    }
    throw new MoveFailure("Webhooks of the account are created meanwhile: run it again");
  }

  private boolean count(OwnerKey owner, int more) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(COUNT)) {
      update.setInt(1, more);
      update.setString(2, owner.client());
      update.setString(3, owner.account());
      return update.executeUpdate() == 1;
    }
  }

  private boolean beginCount(OwnerKey owner, int webhooks) throws SQLException {
    try (PreparedStatement begin =
        connection.prepareStatement(BEGIN_COUNT + dialect.onConflictDoNothing())) {
      begin.setString(1, owner.client());
      begin.setString(2, owner.account());
      begin.setLong(3, webhooks);
      begin.setString(4, owner.client());
      begin.setString(5, owner.account());
      return begin.executeUpdate() == 1;
    }
  }
}
