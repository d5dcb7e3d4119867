package webhooks.domain.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.secret.SecretCipher;

/**
 * A webhook as sending needs it: a copy from the time of its latest known change.
 *
 * @param activation the number of its latest activation; deliveries of earlier ones are cancelled
 * @param encryptedSecret decrypted for each signature only, so that no dump of memory lists secrets
 * @param previousSecret the secret before the latest rotation, if that was lately
 */
public record Subscription(
    UUID webhookId,
    boolean active,
    long activation,
    CallbackUrl callbackUrl,
    String keyId,
    byte[] encryptedSecret,
    Optional<PreviousSecret> previousSecret) {

  /** Returns the secrets to sign with, in clear: the current one first. */
  public List<String> secrets(SecretCipher cipher, Instant now) {
    String current = cipher.decrypt(keyId, webhookId, Webhook.SECRET, encryptedSecret);
    return previousSecret
        .filter(previous -> now.isBefore(previous.validUntil()))
        .map(
            previous ->
                cipher.decrypt(keyId, webhookId, Webhook.PREVIOUS_SECRET, previous.encrypted()))
        .map(previous -> List.of(current, previous))
        .orElse(List.of(current));
  }

  /** Tells whether deliveries made under the activation are still to be sent. */
  public boolean serves(long deliveryActivation) {
    return active && activation == deliveryActivation;
  }

  /** Returns a text without URL and secret. */
  @Override
  public String toString() {
    return "Subscription[" + webhookId + "]";
  }
}
