package webhooks.domain.webhook;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.access.Actor;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.log.LineLimit;
import webhooks.domain.option.OptionSupport;
import webhooks.domain.page.Timestamps;
import webhooks.domain.webhook.pause.PauseView;
import webhooks.domain.webhook.pause.PauseWebhook;

/**
 * Pauses and resumes webhooks. The events of a paused webhook match and wait, and its requests in
 * flight end.
 *
 * <p>Starts no transaction itself, because checks may call other servers. Each change is a
 * transaction, and advances the version of the webhook, so that every node learns of it. A change
 * throws a {@link Refusal} with {@code ServiceUnavailable} if too many other changes wait.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PauseUpdates {
  private static final Logger LOG = Logger.getLogger(PauseUpdates.class.getName());

  /** Each node tries again twice a second. */
  private static final LineLimit FAILURES = new LineLimit(Clock.systemUTC());

  @EJB private WebhookRepository repository;
  @EJB private AuditTrail audit;
  @Inject private WebhookAccess access;
  @Inject private OptionSupport support;
  @Inject private Clock clock;

  /** Creates the bean, for the container. */
  public PauseUpdates() {}

  /** Creates the use cases without a container, for tests. */
  PauseUpdates(
      WebhookRepository repository,
      AuditTrail audit,
      WebhookAccess access,
      OptionSupport support,
      Clock clock) {
    this.repository = repository;
    this.audit = audit;
    this.access = access;
    this.support = support;
    this.clock = clock;
  }

  /**
   * Pauses a webhook of the caller, who needs no permission for that: an owner can always stop
   * deliveries. Replaces the end of a running pause.
   *
   * @throws Refusal {@code InsufficientPermissions}, {@code WebhookNotFound}, {@code
   *     InvalidRequest} with all faults, {@code ServiceUnavailable} while a node of an earlier
   *     version runs, which would not heed the pause
   */
  public PauseView pause(Caller caller, String id, PauseWebhook request) {
    if (!caller.serviceApplication()) {
      caller.requireActor();
    }
    UUID found = access.findStoppable(caller, id).id();
    return pause(caller.actor(), found, request, webhook -> webhook.isDeletableBy(caller));
  }

  /**
   * Pauses a webhook for an administrator of the product.
   *
   * @throws Refusal as {@link #pause(Caller, String, PauseWebhook)}
   */
  public PauseView pauseAsAdmin(Actor by, UUID id, PauseWebhook request) {
    return pause(by, id, request, webhook -> !webhook.isDeleted());
  }

  private PauseView pause(Actor by, UUID id, PauseWebhook request, Predicate<Webhook> allowed) {
    Instant now = clock.instant();
    Instant until = request.end(now);
    if (!support.isOfAllNodes()) {
      throw new Refusal(
          ErrorCode.SERVICE_UNAVAILABLE,
          "A webhook can't be paused while a node of an earlier version runs. Try again later.");
    }
    return change(
        id,
        webhook -> {
          requireFound(allowed.test(webhook));
          webhook.pause().begin(id, now, until);
          audit.add(
              WebhookAuditEntries.of(by, AuditAction.WEBHOOK_PAUSED, webhook)
                  .withDetail("until " + Timestamps.utcMillis(until)));
          return true;
        });
  }

  /**
   * Ends the pause of a webhook of the caller, if it is paused.
   *
   * @param faults the faults of the request body
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults, {@code
   *     InsufficientPermissions}
   */
  public PauseView resume(Caller caller, String id, List<Fault> faults) {
    caller.requireActor();
    Webhook known = access.findOwned(caller, id);
    refuseIfAny(faults);
    // Prepared before the transaction and evaluated inside it, after any revocation in progress.
    BooleanSupplier allowed = access.permissionToMaintain(caller, known);
    if (!known.pause().isRunning()) {
      WebhookAccess.require(allowed);
      return PauseView.NONE;
    }
    return resume(
        caller.actor(),
        known.id(),
        webhook -> {
          requireFound(webhook.belongsTo(caller));
          WebhookAccess.require(allowed);
          return true;
        });
  }

  /**
   * Ends the pause of a webhook for an administrator of the product, if it is paused.
   *
   * @param faults the faults of the request body
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults
   */
  public PauseView resumeAsAdmin(Actor by, UUID id, List<Fault> faults) {
    refuseIfAny(faults);
    return resume(
        by,
        id,
        webhook -> {
          requireFound(!webhook.isDeleted());
          return true;
        });
  }

  private static void refuseIfAny(List<Fault> faults) {
    new Faults(faults)
        .refuseIfAny(
            ErrorCode.INVALID_REQUEST,
            "Cannot resume the webhook. The request must have no body, or an empty object.");
  }

  /**
   * Ends the pauses whose time is over. Any node may end them; the others find nothing to do. A
   * webhook whose pause can't be ended stays paused, and keeps no other from its turn.
   */
  public void endDue() {
    int failed = 0;
    int failedBefore;
    int size;
    do {
      List<UUID> due = repository.duePauses(failed);
      size = due.size();
      failedBefore = failed;
      failed += (int) due.stream().filter(id -> !endsDue(id)).count();
    } while (size > 0 && failed - failedBefore == size);
  }

  /** Returns false if the pause can't be ended because of its webhook. */
  private boolean endsDue(UUID id) {
    try {
      resume(Actor.PRODUCT, id, webhook -> repository.isPauseDue(id));
      return true;
    } catch (Refusal | DatabaseFailure e) {
      throw e;
    } catch (RuntimeException e) {
      logOnce(id, e);
      return false;
    }
  }

  private static void logOnce(UUID id, RuntimeException failure) {
    FAILURES
        .admit(id)
        .ifPresent(
            leftOut -> {
              leftOut.line("pauses that can't be ended").ifPresent(LOG::warning);
              LOG.log(Level.WARNING, "The pause of webhook " + id + " can't be ended", failure);
            });
  }

  /**
   * Ends the pause of a webhook.
   *
   * @param condition returns whether the pause may end, or refuses the request
   */
  private PauseView resume(Actor by, UUID id, Predicate<Webhook> condition) {
    return change(
        id,
        webhook -> {
          boolean ends = condition.test(webhook) && webhook.pause().end(id);
          if (ends) {
            audit.add(WebhookAuditEntries.of(by, AuditAction.WEBHOOK_RESUMED, webhook));
          }
          return ends;
        });
  }

  private PauseView change(UUID id, WebhookRepository.Change change) {
    return repository
        .change(id, change)
        .map(webhook -> webhook.pause().view())
        .orElseThrow(WebhookAccess::notFound);
  }

  /** Refuses the request unless the caller may still find the webhook in the transaction. */
  private static void requireFound(boolean found) {
    if (!found) {
      throw WebhookAccess.notFound();
    }
  }
}
