package webhooks.domain.option.tls;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * Keeps the key of the latest certificate request of each webhook, encrypted, until its certificate
 * is set, for {@value #MAX_DAYS} days at most. A change needs the caller's transaction.
 */
@ApplicationScoped
public class KeyRequests {
  private static final Logger LOG = Logger.getLogger(KeyRequests.class.getName());

  /** How long a key waits for its certificate, in days. */
  public static final int MAX_DAYS = 30;

  private static final String FIND =
      "select key_id, content, case when created > current_timestamp - interval '%d' day"
              .formatted(MAX_DAYS)
          + " then 1 else 0 end from webhook_key_request where webhook_id = ?";

  private static final String UPDATE =
      "update webhook_key_request set key_id = ?, content = ? where webhook_id = ?";

  private static final String DELETE = "delete from webhook_key_request where webhook_id = ?";

  private static final String INSERT =
      "insert into webhook_key_request (webhook_id, account_id, key_id, content, created)"
          + " values (?, ?, ?, ?, ?)";

  private Database database;
  private SecretCipher cipher;

  /** Creates the bean's proxy, for the container. */
  protected KeyRequests() {}

  /** Creates the repository. */
  @Inject
  public KeyRequests(Database database, SecretCipher cipher) {
    this.database = database;
    this.cipher = cipher;
  }

  private record EncryptedKey(String keyId, byte[] content, boolean isWaiting) {}

  /** Stores the key of a request in place of the key of a former one. */
  public void put(UUID webhookId, String accountId, KeyRequest request, Instant now) {
    try (Connection connection = database.connection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      delete(connection, webhookId);
      insert.setObject(1, webhookId);
      insert.setString(2, accountId);
      insert.setString(3, cipher.keyId());
      insert.setBytes(4, encrypt(webhookId, request.privateKey()));
      insert.setObject(5, now.atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private byte[] encrypt(UUID webhookId, String privateKey) {
    return cipher.encrypt(webhookId, EncryptedColumn.KEY_REQUEST, privateKey);
  }

  /**
   * Returns the JSON of the option {@code tls} with the key that waits, if the JSON names no key
   * and its first certificate belongs to this one.
   */
  public Optional<Map<String, Object>> complete(UUID webhookId, Object tls) {
    try (Connection connection = database.connection()) {
      return find(connection, webhookId)
          .filter(EncryptedKey::isWaiting)
          .flatMap(stored -> readable(webhookId, stored))
          .flatMap(key -> ClientTls.completed(tls, key));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private Optional<String> readable(UUID webhookId, EncryptedKey stored) {
    try {
      return Optional.of(decrypt(webhookId, stored));
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "The requested key of webhook " + webhookId + " can't be read", e);
      return Optional.empty();
    }
  }

  private String decrypt(UUID webhookId, EncryptedKey stored) {
    return cipher.decrypt(stored.keyId(), webhookId, EncryptedColumn.KEY_REQUEST, stored.content());
  }

  private static Optional<EncryptedKey> find(Connection connection, UUID webhookId)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setObject(1, webhookId);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new EncryptedKey(row.getString(1), row.getBytes(2), row.getInt(3) == 1))
            : Optional.empty();
      }
    }
  }

  /** Deletes the key that waits if the options of the webhook have it now. */
  public void used(UUID webhookId, ClientTls tls) {
    try (Connection connection = database.connection()) {
      boolean isUsed =
          find(connection, webhookId)
              .flatMap(stored -> readable(webhookId, stored))
              .filter(tls.privateKey()::equals)
              .isPresent();
      if (isUsed) {
        delete(connection, webhookId);
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Deletes the key that waits. */
  public static void delete(Connection connection, UUID webhookId) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setObject(1, webhookId);
      delete.executeUpdate();
    }
  }

  /**
   * Encrypts the key that waits again with the current key, if another one encrypted it. The
   * transaction must lock out changes of webhooks.
   *
   * @throws IllegalStateException if it can't be decrypted
   */
  public void reencrypt(UUID webhookId) {
    try (Connection connection = database.connection()) {
      Optional<EncryptedKey> stored =
          find(connection, webhookId).filter(key -> !key.keyId().equals(cipher.keyId()));
      if (stored.isPresent()) {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
          update.setString(1, cipher.keyId());
          update.setBytes(2, encrypt(webhookId, decrypt(webhookId, stored.get())));
          update.setObject(3, webhookId);
          update.executeUpdate();
        }
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
