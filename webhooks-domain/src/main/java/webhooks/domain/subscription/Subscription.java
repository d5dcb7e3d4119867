package webhooks.domain.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * A webhook as sending needs it: a copy from the time of its latest known change.
 *
 * @param version changes with every change of the webhook
 * @param activation the number of its latest activation; deliveries of earlier ones are cancelled
 * @param encryptedSecret decrypted for each signature only, so that no dump of memory lists secrets
 * @param previousSecret the secret before the latest rotation, if that was lately
 */
public record Subscription(
    UUID webhookId,
    long version,
    boolean active,
    long activation,
    CallbackUrl callbackUrl,
    String keyId,
    byte[] encryptedSecret,
    Optional<PreviousSecret> previousSecret) {
  /**
   * The activation of a delivery that no deactivation cancels: the event that deletes the webhook's
   * iTwin, which itself deactivates the webhook. A webhook's own activations begin with 1.
   */
  public static final long ANY_ACTIVATION = 0;

  /** The activation of a webhook that is deleted: it cancels every delivery. */
  public static final long NO_ACTIVATION = -1;

  /** Whether the delivery {@code d} is still to be sent, if it is pending, in SQL. */
  public static final String DELIVERABLE =
      """
      exists (select 1 from webhook served where served.id = d.webhook_id
        and (served.active and served.activation = d.activation
          or d.activation = %d and not served.deleted))
      """
          .formatted(ANY_ACTIVATION);

  /** Returns the secrets to sign with, in clear: the current one first. */
  public List<String> secrets(SecretCipher cipher, Instant now) {
    String current = cipher.decrypt(keyId, webhookId, EncryptedColumn.SECRET, encryptedSecret);
    return previousSecret
        .filter(previous -> now.isBefore(previous.validUntil()))
        .map(
            previous ->
                cipher.decrypt(
                    keyId, webhookId, EncryptedColumn.PREVIOUS_SECRET, previous.encrypted()))
        .map(previous -> List.of(current, previous))
        .orElse(List.of(current));
  }

  /**
   * Returns whether deliveries made under the activation are still to be sent; {@link #DELIVERABLE}
   * asks the same of the database.
   */
  public boolean isDeliverable(long deliveryActivation) {
    return deliveryActivation == ANY_ACTIVATION
        ? !isDeleted()
        : active && activation == deliveryActivation;
  }

  /** Returns whether the webhook is deleted: what is left of it cancels its deliveries. */
  boolean isDeleted() {
    return activation == NO_ACTIVATION;
  }

  /** Returns a text without URL and secret. */
  @Override
  public String toString() {
    return "Subscription[" + webhookId + "]";
  }
}
