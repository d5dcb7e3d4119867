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
import jakarta.persistence.Query;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.directory.OwnerChanged;
import webhooks.domain.directory.PermissionRemoved;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.WebhookScope;
import webhooks.domain.webhook.block.Blocked;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;

/**
 * Deactivates all webhooks that an administrator's change concerns, in its transaction.
 *
 * <p>An account can have very many webhooks, and every other change of a webhook waits meanwhile.
 * So one statement changes them all, and their audit entries are written in batches.
 */
@Stateless
public class WebhookDeactivations {
  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  @EJB private WebhookVersions versions;
  @EJB private AuditTrail audit;
  @Inject private Settings settings;
  @Inject private Event<Object> events;

  /** Creates the bean, for the container. */
  public WebhookDeactivations() {}

  /** Creates the deactivations without a container, for tests. */
  WebhookDeactivations(
      EntityManager entities,
      WebhookVersions versions,
      AuditTrail audit,
      Settings settings,
      Event<Object> events) {
    this.entities = entities;
    this.versions = versions;
    this.audit = audit;
    this.settings = settings;
    this.events = events;
  }

  /** Deactivates the webhooks that depend on a revoked permission. */
  public void deactivateAfter(@Observes PermissionRemoved removed) {
    String ofClient = "w.scope = :scope and w.scopeId = :id and w.owner.clientId = :client";
    Map<String, Object> permission =
        Map.of("id", removed.iTwinId().toString(), "client", removed.clientId());
    deactivate(removed.by(), PERMISSION_REMOVED, ofClient, with(permission, WebhookScope.ITWIN));
    if (settings.accountScopeNeedsMaintainer()) {
      deactivate(
          removed.by(), PERMISSION_REMOVED, ofClient, with(permission, WebhookScope.ACCOUNT));
    }
  }

  /** Deactivates all webhooks of an iTwin that was removed or moved to another account. */
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

  /** Deactivates the active webhooks that match a JPQL condition. */
  private void deactivate(
      Actor by, DeactivationReason reason, String condition, Map<String, Object> parameters) {
    WebhookVersions.Version version = versions.next();
    String matching = " where w.active = true and " + condition;
    // The version's row is locked, so both statements match the same webhooks.
    Query select =
        entities.createQuery(
            "select w.id, w.owner.accountId, w.scope, w.scopeId from Webhook w" + matching);
    parameters.forEach(select::setParameter);
    List<Object[]> rows =
        ((List<?>) select.getResultList()).stream().map(row -> (Object[]) row).toList();
    if (rows.isEmpty()) {
      return;
    }
    Query update =
        entities
            .createQuery(
                "update Webhook w set w.active = false, w.deactivationReason = :reason,"
                    + " w.version = :version, w.modified = :modified"
                    + matching)
            .setParameter("reason", reason.text())
            .setParameter("version", version.number())
            .setParameter("modified", version.time().atOffset(ZoneOffset.UTC));
    parameters.forEach(update::setParameter);
    update.executeUpdate();
    audit.addAll(rows.stream().map(row -> entry(by, row).withDetail(reason.text())).toList());
    events.fire(new WebhooksDeactivated(reason, rows.stream().map(row -> (UUID) row[0]).toList()));
  }

  private static AuditEntry entry(Actor by, Object[] webhook) {
    return WebhookAuditEntries.deactivation(
        by, (UUID) webhook[0], (String) webhook[1], (String) webhook[2], (String) webhook[3]);
  }
}
