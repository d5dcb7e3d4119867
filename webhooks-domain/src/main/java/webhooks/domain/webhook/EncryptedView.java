package webhooks.domain.webhook;

import webhooks.domain.access.Caller;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * A webhook as it is shown, but with its URL as it is stored: encrypted.
 *
 * @param view the webhook without its URL
 * @param clientId the service application that owns it
 * @param accountId the account that owns it
 * @param keyId the id of the key of the URL
 * @param callbackUrl the encrypted URL
 */
public record EncryptedView(
    WebhookView view, String clientId, String accountId, String keyId, byte[] callbackUrl) {
  /**
   * Returns the webhook as the caller may read it. An administrator who only supervises it does not
   * see the query of the URL, which may hold credentials. If the row can't be decrypted, the view
   * has no URL.
   */
  public WebhookView decrypt(Caller caller, SecretCipher cipher) {
    try {
      WebhookView full = decrypt(cipher);
      boolean owned = new Owner(clientId, accountId).isDeletableBy(caller);
      return owned ? full : full.withoutQuery();
    } catch (IllegalStateException e) {
      SettingsHistory.logUnreadable(view.id(), e);
      return view;
    }
  }

  /**
   * Returns the whole webhook.
   *
   * @throws IllegalStateException if its URL can't be decrypted
   */
  WebhookView decrypt(SecretCipher cipher) {
    return view.withUrl(
        cipher.decrypt(keyId, view.id(), EncryptedColumn.CALLBACK_URL, callbackUrl));
  }
}
