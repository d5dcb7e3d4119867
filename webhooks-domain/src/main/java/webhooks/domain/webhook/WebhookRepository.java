package webhooks.domain.webhook;

import static webhooks.domain.webhook.deactivation.DeactivationReason.BY_ADMINISTRATOR;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.Refusal;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.deactivation.FailuresReset;
import webhooks.domain.webhook.deactivation.SteadyFailure;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;

/**
 * Reads and writes webhooks in the database. Each change is a transaction.
 *
 * <p>Each change of a stored webhook first takes the next version, which makes it wait for the
 * change before it. So the later of two concurrent changes wins, and a node that reads changes by
 * version misses none. If too many changes wait, the next one throws a {@link Refusal} with {@code
 * ServiceUnavailable}.
 */
@Stateless
public class WebhookRepository {
  private static final int MAX_DUE_PAUSES = 100;

  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  @EJB private WebhookVersions versions;
  @EJB private WebhookOwners owners;
  @Inject private OptionsRepository options;
  @Inject private SettingsHistory history;
  @EJB private AuditTrail audit;
  @Inject private Event<Object> events;

  /** Creates the bean, for the container. */
  public WebhookRepository() {}

  /** The other tables that a change of a webhook writes. */
  record OtherTables(
      WebhookVersions versions,
      WebhookOwners owners,
      OptionsRepository options,
      SettingsHistory history) {}

  /** Creates the repository without a container, for tests. */
  WebhookRepository(
      EntityManager entities, OtherTables tables, AuditTrail audit, Event<Object> events) {
    this.entities = entities;
    this.versions = tables.versions();
    this.owners = tables.owners();
    this.options = tables.options();
    this.history = tables.history();
    this.audit = audit;
    this.events = events;
  }

  /** A change of a webhook. */
  @FunctionalInterface
  public interface Change {
    /**
     * Makes the change.
     *
     * @return whether the webhook changed
     * @throws Refusal if the change is not allowed
     */
    boolean make(Webhook webhook);
  }

  /** Returns the webhook, also a deleted one, if its row exists. Needs no transaction. */
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public Optional<Webhook> find(UUID id) {
    return Optional.ofNullable(entities.find(Webhook.class, id));
  }

  /**
   * Stores a new webhook with its audit entry, unless its owner has the maximum already.
   *
   * @return whether the webhook is stored
   */
  public boolean insert(Webhook webhook, int maxOfOwner, AuditEntry entry) {
    if (!owners.add(webhook.clientId(), webhook.accountId(), maxOfOwner)) {
      return false;
    }
    entities.persist(webhook);
    audit.add(entry);
    return true;
  }

  /** Changes a webhook and returns it, if there is one. */
  public Optional<Webhook> change(UUID id, Change change) {
    WebhookVersions.Version version = versions.next();
    Optional<Webhook> found = find(id);
    found.ifPresent(webhook -> make(change, webhook, version));
    found
        .flatMap(Webhook::newDeactivation)
        .ifPresent(reason -> events.fire(new WebhooksDeactivated(reason, List.of(id))));
    found.filter(Webhook::endsFailureStreak).ifPresent(this::resetFailures);
    found.flatMap(webhook -> webhook.pause().change()).ifPresent(this::flushAndFire);
    return found;
  }

  private void make(Change change, Webhook webhook, WebhookVersions.Version version) {
    boolean wasDeleted = webhook.isDeleted();
    String clientId = webhook.clientId();
    String accountId = webhook.accountId();
    Optional<SettingsHistory.Before> before = history.before(webhook);
    if (change.make(webhook)) {
      webhook.changed(version.number(), version.time());
      if (webhook.isDeleted() && !wasDeleted) {
        owners.remove(clientId, accountId);
        options.delete(webhook.id());
        history.delete(webhook.id());
      } else {
        writeOptions(webhook, accountId, version);
        before.ifPresent(settings -> history.add(webhook, settings, version.time()));
      }
    }
  }

  private void writeOptions(Webhook webhook, String accountId, WebhookVersions.Version version) {
    if (webhook.newOptions().isPresent()) {
      options.put(webhook.id(), accountId, webhook.newOptions().get(), version.time());
    } else if (webhook.optionColumns().areGiven() && webhook.hasNewOrigin()) {
      options.unbind(webhook.id(), accountId);
    }
  }

  /** Returns about how much memory the selections of an account's other webhooks need. */
  public long selectionBytes(String accountId, UUID exceptId) {
    Long sum =
        entities
            .createQuery(
                "select sum(w.options.selectionBytes) from Webhook w"
                    + " where w.owner.accountId = :account and w.id <> :id",
                Long.class)
            .setParameter("account", accountId)
            .setParameter("id", exceptId)
            .getSingleResult();
    return sum == null ? 0 : sum;
  }

  /** Lets the queue end the failure streak of a webhook, and the pause of its receiver. */
  private void resetFailures(Webhook webhook) {
    flushAndFire(new FailuresReset(webhook.id()));
  }

  /** Each transaction locks rows of webhooks before rows of failure streaks, to avoid deadlocks. */
  private void flushAndFire(Object event) {
    entities.flush();
    events.fire(event);
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
   * Deactivates a webhook if it still fails steadily. A paused webhook is not deactivated.
   *
   * @return whether this call deactivated the webhook
   */
  public boolean deactivateFailing(UUID id) {
    return deactivate(
        Actor.PRODUCT,
        id,
        DeactivationReason.FAILING,
        webhook -> !webhook.pause().isRunning() && failsSteadily(id));
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

  /**
   * Deletes the previous secrets whose validity is over. Webhooks in memory need no refresh after
   * that, because nothing is signed with these secrets any more.
   */
  public void dropExpiredSecrets() {
    versions.lock();
    if (expiredSecrets("select count(w)", Long.class).getSingleResult() > 0) {
      // Locks the version row, which keeps changes in order, but only if there is a change.
      versions.next();
      expiredSecrets("select w", Webhook.class)
          .getResultStream()
          .forEach(Webhook::dropPreviousSecret);
    }
  }

  private <T> TypedQuery<T> expiredSecrets(String selection, Class<T> type) {
    return entities
        .createQuery(
            selection + " from Webhook w where w.encrypted.previousSecretUntil <= :now", type)
        .setParameter("now", versions.now().atOffset(ZoneOffset.UTC));
  }

  /**
   * Returns webhooks whose pause is over by the database's clock, the longest ended ones first.
   *
   * @param skipped how many of them to leave out
   */
  public List<UUID> duePauses(int skipped) {
    return entities
        .createQuery(
            "select w.id from Webhook w where w.pause.until <= current_timestamp"
                + " order by w.pause.until, w.id",
            UUID.class)
        .setFirstResult(skipped)
        .setMaxResults(MAX_DUE_PAUSES)
        .getResultList();
  }

  /** Returns whether the pause of a webhook is over by the database's clock. */
  public boolean isPauseDue(UUID id) {
    return entities
            .createQuery(
                "select count(w) from Webhook w"
                    + " where w.id = :id and w.pause.until <= current_timestamp",
                Long.class)
            .setParameter("id", id)
            .getSingleResult()
        > 0;
  }
}
