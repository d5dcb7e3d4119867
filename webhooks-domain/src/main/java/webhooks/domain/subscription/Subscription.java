package webhooks.domain.subscription;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * The properties of a webhook that matching and sending need, as of its latest known change.
 *
 * @param clientId the service application that owns the webhook
 * @param accountId the account that owns the webhook
 * @param version the version of the webhook, which changes with each change
 * @param activation the number of the latest activation; deliveries of earlier activations are
 *     cancelled
 * @param host the name of the host in the callback URL
 * @param encryptedUrl the encrypted callback URL; the decrypted one is not kept, because there may
 *     be a million of them
 * @param encryptedSecret the encrypted secret; it is decrypted only to sign, so that a memory dump
 *     does not list all secrets
 * @param previousSecret the secret before the latest rotation, if it may still be valid
 * @param hasOptions whether the owner has set options; {@link Subscriptions#withOptions} has them
 * @param flow how the owner slows down the deliveries, and how long an attempt may take
 */
public record Subscription(
    UUID webhookId,
    String clientId,
    String accountId,
    long version,
    boolean active,
    long activation,
    String host,
    String keyId,
    byte[] encryptedUrl,
    byte[] encryptedSecret,
    Optional<PreviousSecret> previousSecret,
    boolean hasOptions,
    Flow flow) {
  /**
   * The activation of a delivery that no deactivation cancels. It is for the event that the
   * webhook's iTwin or account was deleted, because this event itself may deactivate the webhook.
   * The activations of webhooks begin with 1.
   */
  public static final long ANY_ACTIVATION = 0;

  /** The activation of a deleted webhook. All its pending deliveries are cancelled. */
  public static final long NO_ACTIVATION = -1;

  /** The SQL condition that a pending delivery {@code d} is still to be sent. */
  public static final String DELIVERABLE =
      """
      exists (select 1 from webhook served where served.id = d.webhook_id
        and (served.active and served.activation = d.activation
          or d.activation = %d and not served.deleted))
      """
          .formatted(ANY_ACTIVATION);

  /** Returns the URL to send to. */
  public CallbackUrl callbackUrl(SecretCipher cipher) {
    return CallbackUrl.parse(
        cipher.decrypt(keyId, webhookId, EncryptedColumn.CALLBACK_URL, encryptedUrl));
  }

  /** Returns the secrets to sign with in plain text, the current one first. */
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
   * Returns whether pending deliveries of the activation are still to be sent. {@link #DELIVERABLE}
   * is the same rule in SQL.
   */
  public boolean isDeliverable(long deliveryActivation) {
    return deliveryActivation == ANY_ACTIVATION
        ? !isDeleted()
        : active && activation == deliveryActivation;
  }

  /** Returns whether a leased delivery of the activation may be sent now. */
  public boolean isSendable(long deliveryActivation) {
    return isDeliverable(deliveryActivation) && !flow.paused();
  }

  /**
   * Returns how long an attempt may take.
   *
   * @param usual the time-out of webhooks without the option
   */
  public Duration timeout(Duration usual) {
    return flow.timeout().orElse(usual);
  }

  /**
   * Returns whether the throttle bounds how many deliveries a claim leases. Deliveries of an
   * inactive webhook are not bounded, because claims cancel most of them.
   */
  public boolean isThrottled() {
    return active && flow.throttled();
  }

  /**
   * Returns whether the webhook is deleted. Its row stays until its deliveries are cancelled and
   * purged.
   */
  boolean isDeleted() {
    return activation == NO_ACTIVATION;
  }

  /** Returns a description without URL and secret. */
  @Override
  public String toString() {
    return "Subscription[" + webhookId + "]";
  }
}
