package webhooks.domain.webhook.revision;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.SqlRows;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * Encrypts revisions again with the cipher's current key, inside the caller's transaction. Deletes
 * a revision that no key can decrypt: it is of no use, and would keep the former key in use.
 */
record RevisionReencryption(Connection connection, SecretCipher cipher) {
  private static final Logger LOG = Logger.getLogger(RevisionReencryption.class.getName());

  private static final String OF_OTHER_KEYS =
      "select id, key_id, content from webhook_revision where webhook_id = ? and key_id <> ?";

  private static final String UPDATE =
      "update webhook_revision set key_id = ?, content = ? where id = ?";

  private static final String DELETE = "delete from webhook_revision where id = ?";

  /** Encrypts the revisions of a webhook that another key encrypted. */
  void reencrypt(UUID webhookId) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OF_OTHER_KEYS);
        PreparedStatement update = connection.prepareStatement(UPDATE);
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      select.setObject(1, webhookId);
      select.setString(2, cipher.keyId());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          UUID id = SqlRows.uuid(rows, 1);
          try {
            update.setBytes(2, reencrypted(webhookId, rows.getString(2), rows.getBytes(3)));
            update.setString(1, cipher.keyId());
            update.setObject(3, id);
            update.addBatch();
          } catch (IllegalStateException e) {
            LOG.log(Level.WARNING, "The revision " + id + " of a webhook can't be read", e);
            delete.setObject(1, id);
            delete.addBatch();
          }
        }
      }
      update.executeBatch();
      delete.executeBatch();
    }
  }

  private byte[] reencrypted(UUID webhookId, String keyId, byte[] content) {
    String text = cipher.decrypt(keyId, webhookId, EncryptedColumn.SETTINGS, content);
    return cipher.encrypt(webhookId, EncryptedColumn.SETTINGS, text);
  }
}
