package webhooks.domain.webhook;

import java.util.UUID;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.secret.SecretCipher;

/**
 * A webhook as sending needs it: a copy from the time of its latest known change.
 *
 * @param activation the number of its latest activation; deliveries of earlier ones are cancelled
 * @param encryptedSecret decrypted for each signature only, so that no dump of memory lists secrets
 */
public record Subscription(
    UUID webhookId,
    boolean active,
    long activation,
    CallbackUrl callbackUrl,
    String keyId,
    byte[] encryptedSecret) {
  /**
   * The activation of a delivery that no deactivation cancels: the news that the webhook's iTwin is
   * gone, which itself deactivates the webhook. A webhook's own activations begin with 1.
   */
  public static final long ANY_ACTIVATION = 0;

  /** Returns the signing secret in clear. */
  public String secret(SecretCipher cipher) {
    return cipher.decrypt(keyId, webhookId, Webhook.SECRET, encryptedSecret);
  }

  /** Tells whether deliveries made under the activation are still to be sent. */
  public boolean serves(long deliveryActivation) {
    return deliveryActivation == ANY_ACTIVATION || active && activation == deliveryActivation;
  }

  /** Returns a text without URL and secret. */
  @Override
  public String toString() {
    return "Subscription[" + webhookId + "]";
  }
}
