package webhooks.domain.webhook;

import static webhooks.domain.webhook.deactivation.DeactivationReason.BY_ADMINISTRATOR;
import static webhooks.domain.webhook.deactivation.DeactivationReason.PERMISSION_REMOVED;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.ChangeLock;
import webhooks.domain.directory.OwnerChanged;
import webhooks.domain.directory.PermissionRemoved;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.block.Blocked;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.deactivation.SteadyFailure;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;

/**
 * Reads and writes webhooks in the database. Each call is a transaction.
 *
 * <p>Each change first takes the next version, which makes it wait for the change before it. So the
 * later of two concurrent changes wins, and a node that reads changes by version misses none.
 */
@Stateless
public class WebhookRepository {
  @PersistenceContext(unitName = "webhooks")
  EntityManager entities;

  @EJB AuditTrail audit;
  @Inject ChangeLock changes;
  @Inject Clock clock;
  @Inject Settings settings;
  @Inject Event<Object> events;

  /** Creates the bean; for the container. */
  public WebhookRepository() {}

  /** Creates a repository without a database; for tests. */
  WebhookRepository(AuditTrail audit) {
    this.audit = audit;
  }

  /** A change of a webhook. */
  @FunctionalInterface
  public interface Change {
    /**
     * Makes the change.
     *
     * @return whether the webhook changed
     * @throws webhooks.domain.error.Refusal if the change is not allowed
     */
    boolean make(Webhook webhook);
  }

  /** Returns the webhook, if there is one. */
  public Optional<Webhook> find(UUID id) {
    return Optional.ofNullable(entities.find(Webhook.class, id));
  }

  /**
   * Stores a new webhook with its audit entry, unless its owner has the maximum already. A lock
   * keeps creations in order, so that two at the same time don't exceed the maximum.
   *
   * @return whether the webhook is stored
   */
  public boolean insert(Webhook webhook, int maxOfOwner, AuditEntry entry) {
    nextVersion();
    long owned =
        entities
            .createQuery(
                "select count(w) from Webhook w where w.owner.clientId = :client"
                    + " and w.owner.accountId = :account",
                Long.class)
            .setParameter("client", webhook.clientId())
            .setParameter("account", webhook.accountId())
            .getSingleResult();
    if (owned >= maxOfOwner) {
      return false;
    }
    entities.persist(webhook);
    audit.add(entry);
    return true;
  }

  /** Changes a webhook and returns it, if there is one. */
  public Optional<Webhook> change(UUID id, Change change) {
    long version = nextVersion();
    Optional<Webhook> found = find(id);
    found.filter(change::make).ifPresent(webhook -> webhook.changed(version, now()));
    found
        .flatMap(Webhook::newDeactivation)
        .ifPresent(reason -> events.fire(new WebhooksDeactivated(reason, 1)));
    found.filter(Webhook::endsFailureStreak).ifPresent(this::startAnew);
    return found;
  }

  /** Ends the failure streak of a webhook, and the pause that its receiver asked for. */
  private void startAnew(Webhook webhook) {
    for (String table : List.of("failure_streak", "webhook_pause")) {
      entities
          .createNativeQuery("delete from " + table + " where webhook_id = ?")
          .setParameter(1, webhook.id())
          .executeUpdate();
    }
  }

  /** Deactivates the webhooks that depend on a revoked permission. */
  public void deactivateAfter(@Observes PermissionRemoved removed) {
    String ofHolder = "w.scope = :scope and w.scopeId = :id and w.owner.clientId = :client";
    Map<String, Object> holder =
        Map.of("id", removed.iTwinId().toString(), "client", removed.clientId());
    deactivate(removed.by(), PERMISSION_REMOVED, ofHolder, with(holder, WebhookScope.ITWIN));
    if (settings.accountScopeNeedsMaintainer()) {
      deactivate(removed.by(), PERMISSION_REMOVED, ofHolder, with(holder, WebhookScope.ACCOUNT));
    }
  }

  /** Deactivates all webhooks of an iTwin that has no or another owner. */
  public void deactivateAfter(@Observes OwnerChanged changed) {
    deactivate(
        changed.by(),
        PERMISSION_REMOVED,
        "w.scope = :scope and w.scopeId = :id",
        with(Map.of("id", changed.iTwinId().toString()), WebhookScope.ITWIN));
  }

  private static Map<String, Object> with(Map<String, Object> parameters, WebhookScope scope) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("scope", scope.text());
    return all;
  }

  /** Deactivates the webhooks that a block concerns. */
  public void deactivateAfter(@Observes Blocked blocked) {
    String target = blocked.target();
    switch (blocked.kind()) {
      case WEBHOOK -> deactivateBlocked(blocked, "w.id", UUID.fromString(target));
      case CLIENT -> deactivateBlocked(blocked, "w.owner.clientId", target);
      case ACCOUNT -> deactivateBlocked(blocked, "w.owner.accountId", target);
    }
  }

  private void deactivateBlocked(Blocked blocked, String attribute, Object value) {
    deactivate(blocked.by(), BY_ADMINISTRATOR, attribute + " = :value", Map.of("value", value));
  }

  /**
   * Deactivates a webhook whose receiver answered that it is gone for good, unless the webhook was
   * changed since the attempt.
   *
   * @param version the version of the webhook that the attempt was made with
   * @return whether this call deactivated the webhook
   */
  public boolean deactivateGone(UUID id, long version) {
    return deactivate(
        Actor.PRODUCT, id, DeactivationReason.GONE, webhook -> webhook.version() == version);
  }

  /**
   * Deactivates a webhook if it still fails steadily.
   *
   * @return whether this call deactivated the webhook
   */
  public boolean deactivateFailing(UUID id) {
    return deactivate(Actor.PRODUCT, id, DeactivationReason.FAILING, webhook -> failsSteadily(id));
  }

  private boolean failsSteadily(UUID id) {
    return !entities
        .createNativeQuery(
            "select 1 from failure_streak where webhook_id = ? and " + SteadyFailure.CONDITION)
        .setParameter(1, id)
        .getResultList()
        .isEmpty();
  }

  /**
   * Deactivates a webhook for an administrator of the product. An inactive webhook stays unchanged.
   */
  public void deactivateAsAdmin(Actor by, UUID id) {
    deactivate(by, id, BY_ADMINISTRATOR, webhook -> true);
  }

  private boolean deactivate(
      Actor by, UUID id, DeactivationReason reason, Predicate<Webhook> condition) {
    AtomicBoolean deactivated = new AtomicBoolean();
    change(
        id,
        webhook -> {
          if (webhook.isActive() && condition.test(webhook)) {
            webhook.deactivate(reason);
            audit.add(WebhookAuditEntries.deactivation(by, webhook, reason));
            deactivated.set(true);
          }
          return deactivated.get();
        });
    return deactivated.get();
  }

  /** Deactivates the active webhooks that match a condition of JPQL. */
  private void deactivate(
      Actor by, DeactivationReason reason, String condition, Map<String, Object> parameters) {
    long version = nextVersion();
    TypedQuery<Webhook> query =
        entities.createQuery(
            "select w from Webhook w where w.active = true and " + condition, Webhook.class);
    parameters.forEach(query::setParameter);
    for (Webhook webhook : query.getResultList()) {
      webhook.deactivate(reason);
      webhook.changed(version, now());
      audit.add(WebhookAuditEntries.deactivation(by, webhook, reason));
      events.fire(new WebhooksDeactivated(reason, 1));
    }
  }

  /**
   * Deletes the previous secrets whose validity is over. Webhooks in memory need no refresh after
   * that, because nothing is signed with these secrets any more.
   */
  public void dropExpiredSecrets() {
    changes.take();
    if (ended("select count(w)", Long.class).getSingleResult() > 0) {
      // Locks the version row, which keeps changes in order, but only if there is a change.
      nextVersion();
      ended("select w", Webhook.class).getResultStream().forEach(Webhook::dropPreviousSecret);
    }
  }

  private <T> TypedQuery<T> ended(String selection, Class<T> type) {
    return entities
        .createQuery(selection + " from Webhook w where w.previousSecretUntil <= :now", type)
        .setParameter("now", now().atOffset(ZoneOffset.UTC));
  }

  private Instant now() {
    return clock.instant();
  }

  private long nextVersion() {
    changes.take();
    entities.createNativeQuery("update webhook_version set version = version + 1").executeUpdate();
    return ((Number)
            entities.createNativeQuery("select version from webhook_version").getSingleResult())
        .longValue();
  }
}
