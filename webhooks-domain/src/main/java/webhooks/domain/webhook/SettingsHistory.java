package webhooks.domain.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.log.LineLimit;
import webhooks.domain.option.EncryptedOptions;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.revision.Revision;
import webhooks.domain.webhook.revision.RevisionRepository;
import webhooks.domain.webhook.revision.RevisionRepository.RevisedWebhook;
import webhooks.domain.webhook.revision.RevisionRepository.StoredRevision;
import webhooks.domain.webhook.revision.WebhookSettings;

/**
 * Keeps the settings that a webhook has had, in the transaction of each change.
 *
 * <p>A creation writes nothing, nor does a change of many webhooks at once, a node of an earlier
 * version or an import: the webhook's row then has another version than its last revision. So the
 * next change first adds the settings that the webhook had before it, and readers take the row for
 * the last revision.
 *
 * <p>A webhook whose row can't be decrypted can still be deactivated and deleted, and its pause can
 * end. Such a change writes no revision.
 */
@ApplicationScoped
class SettingsHistory {
  private static final Logger LOG = Logger.getLogger(SettingsHistory.class.getName());

  /** Callers can repeat their requests. */
  private static final LineLimit UNREADABLE = new LineLimit(Clock.systemUTC());

  private RevisionRepository revisions;
  private OptionsRepository options;
  private SecretCipher cipher;

  /** Creates the bean's proxy, for the container. */
  protected SettingsHistory() {}

  /** Creates the history. */
  @Inject
  SettingsHistory(RevisionRepository revisions, OptionsRepository options, SecretCipher cipher) {
    this.revisions = revisions;
    this.options = options;
    this.cipher = cipher;
  }

  /**
   * The settings of a webhook before a change.
   *
   * @param version the version of the webhook before the change
   * @param isStored whether the last revision has these settings
   */
  record Before(Revision revision, long version, boolean isStored) {}

  /** Returns the settings of a webhook before a change; empty if they can't be read. */
  Optional<Before> before(Webhook webhook) {
    try {
      return Optional.of(present(webhook));
    } catch (IllegalStateException e) {
      logUnreadable(webhook.id(), e);
      return Optional.empty();
    }
  }

  static void logUnreadable(UUID webhookId, IllegalStateException e) {
    UNREADABLE
        .admit(webhookId)
        .ifPresent(
            leftOut ->
                LOG.log(
                    Level.WARNING, "The settings of webhook " + webhookId + " can't be read", e));
  }

  /**
   * Returns the present settings of a webhook.
   *
   * @throws IllegalStateException if they can't be read
   */
  Before present(Webhook webhook) {
    Optional<StoredRevision> last = revisions.last(webhook.id());
    return last.filter(stored -> stored.version() == webhook.version())
        .map(stored -> new Before(stored.revision(), webhook.version(), true))
        .orElseGet(
            () ->
                new Before(
                    present(webhook, last.map(StoredRevision::revision)),
                    webhook.version(),
                    false));
  }

  /** Adds the settings of a webhook after a change, unless they can't be read. */
  void add(Webhook webhook, Before before, Instant time) {
    WebhookSettings settings;
    try {
      settings = settings(webhook, options.find(webhook.id()));
    } catch (IllegalStateException e) {
      logUnreadable(webhook.id(), e);
      return;
    }
    add(webhook, before, settings, time);
  }

  private void add(Webhook webhook, Before before, WebhookSettings settings, Instant time) {
    UUID id = webhook.id();
    String account = webhook.accountId();
    if (!before.isStored()) {
      revisions.add(
          new RevisedWebhook(id, account, before.version()),
          before.revision().settings(),
          before.revision().from());
    }
    if (settings.equals(before.revision().settings())) {
      revisions.keep(id, webhook.version());
    } else {
      Instant from = before.revision().from();
      revisions.add(
          new RevisedWebhook(id, account, webhook.version()),
          settings,
          time.isBefore(from) ? from : time);
    }
  }

  /** Deletes the history of a deleted webhook. */
  void delete(UUID webhookId) {
    revisions.delete(webhookId);
  }

  /** Returns the settings in the webhook's row, which begin with its latest known change. */
  private Revision present(Webhook webhook, Optional<Revision> last) {
    Optional<EncryptedOptions> stored = options.find(webhook.id());
    Instant from = webhook.view(cipher).modified();
    from = later(from, stored.map(EncryptedOptions::modified));
    from = later(from, webhook.pause().view().since());
    from = later(from, last.map(Revision::from));
    return new Revision(settings(webhook, stored), from, Optional.empty());
  }

  private static Instant later(Instant time, Optional<Instant> other) {
    return other.filter(time::isBefore).orElse(time);
  }

  private WebhookSettings settings(Webhook webhook, Optional<EncryptedOptions> stored) {
    return new WebhookSettings(
        webhook.scope(),
        webhook.scopeId(),
        webhook.isActive(),
        webhook.activation(),
        webhook.deactivationReason(),
        webhook.callbackUrl(cipher),
        webhook.eventTypes(),
        webhook.pause().isRunning(),
        shown(webhook, stored));
  }

  private Optional<Map<String, Object>> shown(Webhook webhook, Optional<EncryptedOptions> stored) {
    try {
      return Optional.of(
              stored
                  .map(encrypted -> encrypted.decrypt(cipher))
                  .orElse(WebhookOptions.NONE)
                  .shown(webhook.origin(cipher)))
          .map(Collections::unmodifiableMap);
    } catch (IllegalStateException e) {
      LOG.log(Level.WARNING, "The options of webhook " + webhook.id() + " can't be read", e);
      return Optional.empty();
    }
  }
}
