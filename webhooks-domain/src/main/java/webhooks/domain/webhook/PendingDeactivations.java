package webhooks.domain.webhook;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.database.DatabaseFailure;

/**
 * Holds the webhooks that are to be deactivated because their receivers are gone or fail steadily.
 *
 * <p>Recording outcomes adds them. A worker deactivates them later, each in a transaction of its
 * own, so that recording never waits for changes of webhooks. If a crash loses one, the next failed
 * attempt adds it again. Safe for several threads.
 */
@ApplicationScoped
public class PendingDeactivations {
  private static final Logger LOG = Logger.getLogger(PendingDeactivations.class.getName());

  @EJB private WebhookRepository webhooks;

  /** The deactivations by webhook, so that several failed attempts request one. */
  private final Map<UUID, Predicate<UUID>> pending = new ConcurrentHashMap<>();

  /** Creates the bean; for the container. */
  public PendingDeactivations() {}

  /** Creates the bean without a container; for tests. */
  PendingDeactivations(WebhookRepository webhooks) {
    this.webhooks = webhooks;
  }

  /**
   * Adds a webhook whose receiver answered that it is gone for good.
   *
   * @param version the version of the webhook that the attempt was made with; a webhook that was
   *     changed since stays active
   */
  public void receiverGone(UUID webhookId, long version) {
    pending.put(webhookId, id -> webhooks.deactivateGone(id, version));
  }

  /** Adds webhooks that fail steadily. */
  public void failingSteadily(Collection<UUID> webhookIds) {
    webhookIds.forEach(webhookId -> pending.putIfAbsent(webhookId, webhooks::deactivateFailing));
  }

  /**
   * Runs the pending deactivations. If the database fails, the remaining ones stay pending. After
   * another failure the webhook is removed, and a later failed attempt adds it again.
   *
   * @throws RuntimeException the failure, if {@link DatabaseFailure#isTemporary} says that the
   *     database did not answer
   */
  public void run() {
    pending.forEach(
        (webhookId, deactivation) -> {
          try {
            deactivate(webhookId, deactivation);
          } catch (RuntimeException e) {
            if (DatabaseFailure.isTemporary(e)) {
              throw e;
            }
            LOG.log(Level.SEVERE, e, () -> "Webhook " + webhookId + " can't be deactivated");
          }
          pending.remove(webhookId, deactivation);
        });
  }

  private static void deactivate(UUID webhookId, Predicate<UUID> deactivation) {
    if (deactivation.test(webhookId)) {
      LOG.log(
          Level.WARNING,
          "Webhook {0} is deactivated because its receiver is gone or has failed for days",
          webhookId);
    }
  }
}
