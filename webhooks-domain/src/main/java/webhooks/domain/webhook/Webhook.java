package webhooks.domain.webhook;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.Origin;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.page.Timestamps;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.option.OptionColumns;
import webhooks.domain.webhook.pause.OwnerPause;
import webhooks.domain.webhook.proof.OwnershipProof;
import webhooks.domain.webhook.proof.ProofSubject;

/**
 * A webhook: the subscription of one service application to events.
 *
 * <p>A service application creates it, inactive, for an account or an iTwin. This scope never
 * changes. The owner activates it, which starts a new activation: later events become deliveries. A
 * deactivation ends the activation: its pending deliveries are cancelled when they are claimed. A
 * change of the URL or a secret applies to the next attempt, a change of the event types to the
 * next event. URL and secret are always encrypted.
 */
@Entity
@Table(name = "webhook")
public class Webhook {
  @Id private UUID id;
  @Embedded private Owner owner;

  private String scope;

  @Column(name = "scope_id")
  private String scopeId;

  private boolean active;
  private long activation;

  @Column(name = "deactivation_reason")
  private String deactivationReason;

  @Column(name = "event_types")
  private String eventTypes;

  @Embedded private EncryptedProperties encrypted = new EncryptedProperties();
  @Embedded private OwnerPause pause = new OwnerPause();

  private OffsetDateTime created;
  private OffsetDateTime modified;
  private long version;
  private boolean deleted;

  @Embedded private OptionColumns options = new OptionColumns();

  @Transient private DeactivationReason newDeactivation; // the repository fires an event with it
  @Transient private boolean endsFailureStreak; // the repository deletes the row of the streak
  @Transient private boolean hasNewOrigin; // the repository unbinds the credentials
  @Transient private WebhookOptions newOptions; // the repository stores them

  /** Creates an empty entity, for JPA. */
  protected Webhook() {}

  Webhook(UUID id, Caller creator, WebhookScope scope, String scopeId, Instant now) {
    this.id = id;
    this.owner = new Owner(creator.clientId(), creator.account());
    this.scope = scope.text();
    this.scopeId = scopeId;
    this.created = Timestamps.utc(now);
    this.modified = created;
  }

  /** Changes the properties that the request has. Returns whether a value changed. */
  boolean update(UpdateWebhook request, SecretCipher cipher) {
    if (!request.changes(updatableProperties(cipher))) {
      return false;
    }
    String oldUrl = callbackUrl(cipher);
    String newUrl = request.callbackUrl().orElse(oldUrl);
    boolean activates = request.active().orElse(active);
    if (request.secret().isPresent()) {
      encrypted.dropPreviousSecret();
    }
    endsFailureStreak = activates && !active || !newUrl.equals(oldUrl);
    proof().keepFor(proofSubject(newUrl));
    hasNewOrigin = !CallbackUrl.parse(newUrl).origin().equals(origin(cipher));
    protect(cipher, newUrl, request.secret().orElse(secret(cipher)));
    request.eventTypes().map(Webhooks::withoutDuplicates).ifPresent(this::subscribe);
    if (activates) {
      activate();
    } else {
      deactivate(DeactivationReason.BY_OWNER);
    }
    return true;
  }

  /** Rotates the secret, see {@link EncryptedProperties#rotate}. */
  void rotate(SecretCipher cipher, String newSecret, Instant until, Instant now) {
    encrypted.rotate(id, cipher, newSecret, until, now);
  }

  void dropPreviousSecret() {
    encrypted.dropPreviousSecret();
  }

  private void activate() {
    if (!active) {
      active = true;
      activation++;
      deactivationReason = null;
    }
  }

  Optional<DeactivationReason> newDeactivation() {
    return Optional.ofNullable(newDeactivation);
  }

  void deactivate(DeactivationReason reason) {
    if (active) {
      active = false;
      deactivationReason = reason.text();
      newDeactivation = reason;
    }
  }

  /** Erases owner, URL and secrets. The row stays, so that every node learns of the deletion. */
  void delete(SecretCipher cipher) {
    deactivate(DeactivationReason.DELETED);
    owner = Owner.nobody();
    deleted = true;
    options = new OptionColumns();
    pause = new OwnerPause();
    endsFailureStreak = true;
    activation = Subscription.NO_ACTIVATION;
    encrypted.erase(id, cipher);
  }

  /** Encrypts the URL and the secrets again, with the cipher's current key. */
  public void reencrypt(SecretCipher cipher) {
    protect(cipher, callbackUrl(cipher), secret(cipher));
  }

  /** Sets the URL and the secret, both encrypted with the cipher's current key. */
  void protect(SecretCipher cipher, String newCallbackUrl, String newSecret) {
    encrypted.set(id, cipher, newCallbackUrl, newSecret);
  }

  void subscribe(List<String> types) {
    eventTypes = String.join(" ", types);
  }

  /** Notes a change. The time of the last change is one of the properties of the v2 object. */
  void changed(long newVersion, Instant now) {
    version = newVersion;
    if (newOptions == null && pause.change().isEmpty() && !proof().isNew()) {
      modified = Timestamps.utc(now);
    }
  }

  boolean belongsTo(Caller caller) {
    return owner.includes(caller);
  }

  boolean isDeletableBy(Caller caller) {
    return owner.isDeletableBy(caller);
  }

  boolean endsFailureStreak() {
    return endsFailureStreak;
  }

  String clientId() {
    return owner.clientId();
  }

  String accountId() {
    return owner.accountId();
  }

  /** Returns the id. */
  public UUID id() {
    return id;
  }

  long version() {
    return version;
  }

  WebhookScope scope() {
    return WebhookScope.of(scope).orElseThrow();
  }

  String scopeId() {
    return scopeId;
  }

  /** Returns the name of the reason for being inactive; empty if it is active or never was. */
  Optional<String> deactivationReason() {
    return Optional.ofNullable(deactivationReason);
  }

  boolean isDeleted() {
    return deleted;
  }

  boolean isActive() {
    return active;
  }

  long activation() {
    return activation;
  }

  OptionColumns optionColumns() {
    return options;
  }

  OwnerPause pause() {
    return pause;
  }

  OwnershipProof proof() {
    return encrypted.proof();
  }

  ProofSubject proofSubject(String url) {
    return new ProofSubject(accountId(), id, url);
  }

  Flow flow() {
    return Flow.of(pause.isRunning(), pause.count(), options.throttled(), options.timeout());
  }

  void setOptions(WebhookOptions changed) {
    options = OptionColumns.of(changed);
    newOptions = changed;
  }

  Optional<WebhookOptions> newOptions() {
    return Optional.ofNullable(newOptions);
  }

  boolean hasNewOrigin() {
    return hasNewOrigin;
  }

  /** Returns the origin of the callback URL, to which credentials in the options belong. */
  Origin origin(SecretCipher cipher) {
    return CallbackUrl.parse(callbackUrl(cipher)).origin();
  }

  List<String> eventTypes() {
    return List.of(eventTypes.split(" "));
  }

  String callbackUrl(SecretCipher cipher) {
    return encrypted.callbackUrl(id, cipher);
  }

  String secret(SecretCipher cipher) {
    return encrypted.secret(id, cipher);
  }

  Subscription subscription(SecretCipher cipher) {
    return encrypted.subscription(this, cipher);
  }

  WebhookAuditEntries.UpdatableProperties updatableProperties(SecretCipher cipher) {
    return new WebhookAuditEntries.UpdatableProperties(
        active, callbackUrl(cipher), secret(cipher), encrypted.hasPreviousSecret(), eventTypes());
  }

  WebhookView view(SecretCipher cipher) {
    return encryptedView().decrypt(cipher);
  }

  EncryptedView encryptedView() {
    return encrypted.view(this, created.toInstant(), modified.toInstant());
  }
}
