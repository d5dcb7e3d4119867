package webhooks.domain.webhook;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.block.BlockLookup;
import webhooks.domain.webhook.revision.ExplainedWebhook;
import webhooks.domain.webhook.revision.Revision;
import webhooks.domain.webhook.revision.RevisionRepository;
import webhooks.domain.webhook.revision.SettingsAt;
import webhooks.domain.webhook.revision.UnreadableWebhook;
import webhooks.domain.webhook.revision.VisibleEvents;

/**
 * Finds webhooks for callers who ask why an event did not come, with the settings that the webhook
 * has had.
 *
 * <p>Needs no transaction. A permission check may call another server; if it does not answer, the
 * caller gets a {@link Refusal} with {@code ServiceUnavailable}, whatever the event. A caller who
 * asks about a webhook whose row can't be decrypted gets {@link UnreadableWebhook}.
 */
@ApplicationScoped
public class ExplainedWebhooks {
  @EJB private WebhookRepository repository;
  @Inject private WebhookAccess access;
  @Inject private WebhookPermissions permissions;
  @Inject private BlockLookup blocks;
  @Inject private SettingsHistory history;
  @Inject private RevisionRepository revisions;
  @Inject private SecretCipher cipher;

  /** Creates the bean, for the container. */
  protected ExplainedWebhooks() {}

  /** Creates it without a container, for tests. */
  ExplainedWebhooks(
      WebhookRepository repository,
      WebhookAccess access,
      WebhookPermissions permissions,
      BlockLookup blocks,
      History settings) {
    this.repository = repository;
    this.access = access;
    this.permissions = permissions;
    this.blocks = blocks;
    this.history = settings.changes();
    this.revisions = settings.revisions();
    this.cipher = settings.cipher();
  }

  /** The former settings of webhooks, and what decrypts them. */
  record History(SettingsHistory changes, RevisionRepository revisions, SecretCipher cipher) {}

  /**
   * Returns a webhook of the caller, and which events without a delivery the caller may know of.
   * The checks are made before any event is read, so that neither their time nor their failure
   * depends on the event.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions} if the caller may only
   *     read and deactivate it
   */
  public ExplainedWebhook find(Caller caller, String id) {
    Webhook webhook = access.findOwned(caller, id);
    boolean ofITwin = webhook.scope() == WebhookScope.ITWIN;
    return explained(
        webhook,
        new VisibleEvents(
            false,
            allowed(caller, WebhookScope.ACCOUNT, webhook.accountId()),
            ofITwin ? allowed(caller, WebhookScope.ITWIN, webhook.scopeId()) : Optional.empty()));
  }

  /**
   * Returns a webhook of the caller, who does not ask for an event.
   *
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions} if the caller may only
   *     read and deactivate it
   */
  public ExplainedWebhook findForHealth(Caller caller, String id) {
    return explained(
        access.findOwned(caller, id), new VisibleEvents(false, Optional.empty(), Optional.empty()));
  }

  /**
   * Returns any webhook, for an administrator of the product.
   *
   * @throws webhooks.domain.access.InsufficientScope if the caller's token lacks the scope
   * @throws Refusal {@code WebhookNotFound}
   */
  public ExplainedWebhook findAsAdmin(Caller by, String id) {
    by.require(TokenScope.ADMIN);
    Webhook webhook =
        Ids.parse(id)
            .flatMap(repository::find)
            .filter(found -> !found.isDeleted())
            .orElseThrow(WebhookAccess::notFound);
    return explained(webhook, VisibleEvents.ALL);
  }

  private Optional<String> allowed(Caller caller, WebhookScope scope, String id) {
    BooleanSupplier allowed = permissions.permissionToMaintain(caller, scope, id);
    return Optional.of(id).filter(same -> allowed.getAsBoolean());
  }

  /** The last revision may be readable although the row is not. */
  private ExplainedWebhook explained(Webhook webhook, VisibleEvents visible) {
    try {
      SettingsHistory.Before present = history.present(webhook);
      return new ExplainedWebhook(
          webhook.id(),
          new ExplainedWebhook.Owning(webhook.clientId(), webhook.accountId()),
          webhook.view(cipher).created(),
          new ExplainedWebhook.Present(present.revision(), present.isStored()),
          blocks.find(webhook.id(), webhook.clientId(), webhook.accountId()),
          webhook.pause().view(),
          visible);
    } catch (IllegalStateException e) {
      SettingsHistory.logUnreadable(webhook.id(), e);
      throw new UnreadableWebhook();
    }
  }

  /** Returns the settings that the webhook had at a time. */
  public SettingsAt settingsAt(ExplainedWebhook webhook, Instant time) {
    List<Revision> latestFirst = new ArrayList<>();
    if (!webhook.present().isStored()) {
      latestFirst.add(webhook.present().revision());
    }
    latestFirst.addAll(revisions.around(webhook.id(), time, time.plus(SettingsAt.TOLERANCE)));
    return SettingsAt.of(time, latestFirst);
  }

  /** Returns the settings with which the webhook first was inactive after a time, if it was. */
  public Optional<Revision> inactiveAfter(ExplainedWebhook webhook, Instant time) {
    return revisions
        .inactiveAfter(webhook.id(), time)
        .or(
            () ->
                Optional.of(webhook.present().revision())
                    .filter(present -> !present.settings().active()));
  }

  /** Returns since when the webhook is active, or inactive, as far as that is known. */
  public Instant activitySince(ExplainedWebhook webhook) {
    UUID id = webhook.id();
    boolean active = webhook.settings().active();
    if (!webhook.present().isStored()
        && revisions
            .last(id)
            .filter(last -> last.revision().settings().active() != active)
            .isPresent()) {
      return webhook.present().revision().from();
    }
    return revisions.activitySince(id, active).orElseGet(() -> webhook.present().revision().from());
  }
}
