package webhooks.domain.alert;

import java.util.UUID;
import webhooks.domain.id.MailAddress;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.LinkToken;
import webhooks.domain.secret.SecretCipher;

/**
 * The encrypted part of an alert's row.
 *
 * @param unsubscribe the token of the unsubscribe link, which each mail repeats
 */
record AlertContent(MailAddress email, LinkToken unsubscribe) {

  /** Returns the encrypted form, bound to the alert. */
  byte[] encrypt(SecretCipher cipher, UUID alertId) {
    return cipher.encrypt(alertId, EncryptedColumn.ALERT, unsubscribe.text() + " " + email.text());
  }

  /**
   * Decrypts a content.
   *
   * @throws IllegalStateException if the key is unknown or the value was changed
   */
  static AlertContent decrypt(SecretCipher cipher, String keyId, UUID alertId, byte[] encrypted) {
    String[] parts = cipher.decrypt(keyId, alertId, EncryptedColumn.ALERT, encrypted).split(" ", 2);
    return new AlertContent(new MailAddress(parts[1]), new LinkToken(parts[0]));
  }
}
