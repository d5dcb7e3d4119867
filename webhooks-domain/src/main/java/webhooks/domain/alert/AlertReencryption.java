package webhooks.domain.alert;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlRows;
import webhooks.domain.secret.SecretCipher;

/**
 * Encrypts alerts again with the current key if an earlier key encrypted them, in batches. Each
 * batch is a transaction.
 */
@Stateless
public class AlertReencryption {
  private static final Logger LOG = Logger.getLogger(AlertReencryption.class.getName());
  private static final int MAX_BATCH = 100;

  /** Locks in the order of ids, as others do. */
  private static final String OF_OTHER_KEYS =
      "select id, key_id, content from alert where key_id <> ? and id > ?"
          + " order by id fetch first %d rows only for update".formatted(MAX_BATCH);

  private static final String UPDATE = "update alert set key_id = ?, content = ? where id = ?";

  private Database database;
  private SecretCipher cipher;

  /** Creates the bean, for the container. */
  public AlertReencryption() {}

  /** Creates the use case. */
  @Inject
  public AlertReencryption(Database database, SecretCipher cipher) {
    this.database = database;
    this.cipher = cipher;
  }

  /**
   * The result of one batch.
   *
   * @param last the last alert of the batch; batches are in the order of ids
   * @param isLast whether this batch was the last one
   */
  public record Batch(UUID last, boolean isLast) {
    /** The position before the first batch. */
    public static final Batch START = new Batch(new UUID(0, 0), false);
  }

  /** Encrypts the next batch. An alert that can't be decrypted is logged and stays unchanged. */
  public Batch next(Batch before) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(OF_OTHER_KEYS);
        PreparedStatement update = connection.prepareStatement(UPDATE)) {
      select.setString(1, cipher.keyId());
      select.setObject(2, before.last());
      UUID last = before.last();
      int count = 0;
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          last = SqlRows.uuid(row, 1);
          count++;
          add(update, last, row.getString(2), row.getBytes(3));
        }
      }
      update.executeBatch();
      return new Batch(last, count < MAX_BATCH);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private void add(PreparedStatement update, UUID id, String keyId, byte[] content)
      throws SQLException {
    try {
      byte[] encrypted = AlertContent.decrypt(cipher, keyId, id, content).encrypt(cipher, id);
      update.setString(1, cipher.keyId());
      update.setBytes(2, encrypted);
      update.setObject(3, id);
      update.addBatch();
    } catch (IllegalStateException e) {
      LOG.log(Level.SEVERE, "Alert " + id + " can't be encrypted again", e);
    }
  }
}
