package webhooks.domain.option;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.database.SqlRows;
import webhooks.domain.option.selection.EventTypePatterns;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * The stored options of a webhook, encrypted.
 *
 * @param version the version of the webhook that has these options
 * @param keyId the id of the key that encrypted them
 * @param modified when they were changed last
 */
public record EncryptedOptions(
    UUID webhookId, long version, String keyId, byte[] content, Instant modified) {
  /** Reads a row with the components in this order. */
  static EncryptedOptions read(ResultSet row) throws SQLException {
    return new EncryptedOptions(
        SqlRows.uuid(row, 1),
        row.getLong(2),
        row.getString(3),
        row.getBytes(4),
        row.getObject(5, OffsetDateTime.class).toInstant());
  }

  /**
   * Returns the options.
   *
   * @throws IllegalStateException if they can't be decrypted, or a later version of the product has
   *     stored them
   */
  public WebhookOptions decrypt(SecretCipher cipher) {
    return WebhookOptions.parse(text(cipher));
  }

  /**
   * Returns the option {@code description} alone, which takes less time than to read all options.
   *
   * @throws IllegalStateException if the options can't be decrypted
   */
  public Optional<String> description(SecretCipher cipher) {
    return new StoredOptions(text(cipher)).description();
  }

  /**
   * Returns the option {@code eventTypePatterns} alone, which takes less time than to read all
   * options.
   *
   * @throws IllegalStateException if the options can't be decrypted
   */
  public Optional<EventTypePatterns> eventTypePatterns(SecretCipher cipher) {
    return new StoredOptions(text(cipher)).eventTypePatterns();
  }

  /** Returns the options as {@link WebhookOptions#stored} wrote them. */
  String text(SecretCipher cipher) {
    return cipher.decrypt(keyId, webhookId, EncryptedColumn.OPTIONS, content);
  }

  /** Returns a description without content. */
  @Override
  public String toString() {
    return "EncryptedOptions[" + webhookId + "]";
  }
}
