package webhooks.domain.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.page.Timestamps;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.PreviousSecret;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.webhook.proof.OwnershipProof;

/**
 * The properties of a webhook that are stored encrypted in its row: the URL and the secrets. All of
 * them are encrypted with the same key. The proof of ownership belongs to the URL.
 */
@Embeddable
public class EncryptedProperties {
  @Column(name = "key_id")
  private String keyId;

  @Column(name = "callback_url")
  private byte[] callbackUrl;

  private byte[] secret;

  @Column(name = "previous_secret")
  private byte[] previousSecret;

  @Column(name = "previous_secret_until")
  private OffsetDateTime previousSecretUntil;

  @Embedded private OwnershipProof proof;

  /** Creates empty properties, for JPA and for a new webhook. */
  protected EncryptedProperties() {}

  /** Sets the URL and the secret, and encrypts all properties with the cipher's current key. */
  void set(UUID id, SecretCipher cipher, String newCallbackUrl, String newSecret) {
    if (previousSecret != null) {
      String previous = cipher.decrypt(keyId, id, EncryptedColumn.PREVIOUS_SECRET, previousSecret);
      previousSecret = cipher.encrypt(id, EncryptedColumn.PREVIOUS_SECRET, previous);
    }
    callbackUrl = cipher.encrypt(id, EncryptedColumn.CALLBACK_URL, newCallbackUrl);
    secret = cipher.encrypt(id, EncryptedColumn.SECRET, newSecret);
    keyId = cipher.keyId();
  }

  /**
   * Rotates the secret. Deliveries are signed with the old secret too until the given time. If the
   * new secret equals the current one, the request counts as a repeat: a previous secret that is
   * still valid stays valid until the given time.
   *
   * @param until the end of the old secret; at or before now, only the new secret is valid
   */
  void rotate(UUID id, SecretCipher cipher, String newSecret, Instant until, Instant now) {
    String oldSecret = secret(id, cipher);
    if (!newSecret.equals(oldSecret)) {
      dropPreviousSecret();
      set(id, cipher, callbackUrl(id, cipher), newSecret);
      previousSecret = cipher.encrypt(id, EncryptedColumn.PREVIOUS_SECRET, oldSecret);
    } else if (previousSecret != null && !previousSecretUntil.toInstant().isAfter(now)) {
      dropPreviousSecret();
    }
    previousSecretUntil = previousSecret == null ? null : Timestamps.utc(until);
    if (!until.isAfter(now)) {
      dropPreviousSecret();
    }
  }

  /** Replaces URL and secrets by values that mean nothing, and removes the proof of ownership. */
  void erase(UUID id, SecretCipher cipher) {
    dropPreviousSecret();
    proof().withdraw();
    set(id, cipher, "https://deleted.invalid/", "");
  }

  /** Returns the proof of ownership. JPA has no object for columns that are all null. */
  OwnershipProof proof() {
    proof = proof == null ? new OwnershipProof() : proof;
    return proof;
  }

  void dropPreviousSecret() {
    previousSecret = null;
    previousSecretUntil = null;
  }

  boolean hasPreviousSecret() {
    return previousSecret != null;
  }

  String callbackUrl(UUID id, SecretCipher cipher) {
    return cipher.decrypt(keyId, id, EncryptedColumn.CALLBACK_URL, callbackUrl);
  }

  String secret(UUID id, SecretCipher cipher) {
    return cipher.decrypt(keyId, id, EncryptedColumn.SECRET, secret);
  }

  /** Returns the view of the webhook that has these properties. */
  EncryptedView view(Webhook webhook, Instant created, Instant modified) {
    WebhookView withoutUrl =
        new WebhookView(
            webhook.id(),
            webhook.scope().text(),
            webhook.scopeId(),
            webhook.isActive(),
            Optional.empty(),
            webhook.eventTypes(),
            created,
            modified);
    return new EncryptedView(
        withoutUrl, webhook.clientId(), webhook.accountId(), keyId, callbackUrl);
  }

  /** Returns the subscription of the webhook that has these properties. */
  Subscription subscription(Webhook webhook, SecretCipher cipher) {
    UUID id = webhook.id();
    return new Subscription(
        id,
        webhook.clientId(),
        webhook.accountId(),
        webhook.version(),
        webhook.isActive(),
        webhook.activation(),
        CallbackUrl.parse(callbackUrl(id, cipher)).host().name(),
        keyId,
        callbackUrl,
        secret,
        Optional.ofNullable(previousSecret)
            .map(kept -> new PreviousSecret(kept, previousSecretUntil.toInstant())),
        webhook.optionColumns().areGiven(),
        webhook.flow());
  }
}
