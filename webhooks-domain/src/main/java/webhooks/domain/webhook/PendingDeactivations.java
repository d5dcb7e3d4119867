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

/**
 * The webhooks that are to be deactivated because their receivers are gone or fail steadily.
 *
 * <p>Found where outcomes are recorded and made later, each in a transaction of its own, so that no
 * record of outcomes waits for changes of webhooks. What a crash forgets shows again at the next
 * attempt. Safe for several threads.
 */
@ApplicationScoped
public class PendingDeactivations {
  private static final Logger LOG = Logger.getLogger(PendingDeactivations.class.getName());

  @EJB private WebhookRepository stored;

  /** By webhook, so that many attempts that say the same count once. */
  private final Map<UUID, Predicate<UUID>> due = new ConcurrentHashMap<>();

  /**
   * Notes a webhook whose receiver answered that it is gone for good.
   *
   * @param version that of the webhook as the attempt was made by: once changed, it stays active
   */
  public void receiverGone(UUID webhookId, long version) {
    due.put(webhookId, id -> stored.deactivateGone(id, version));
  }

  /** Notes webhooks whose attempts fail steadily. */
  public void failingSteadily(Collection<UUID> webhookIds) {
    webhookIds.forEach(webhookId -> due.putIfAbsent(webhookId, stored::deactivateFailing));
  }

  /** Makes those that are due; on a failure what is left stays due. */
  public void run() {
    due.forEach(
        (webhookId, deactivation) -> {
          if (deactivation.test(webhookId)) {
            LOG.log(
                Level.WARNING,
                "Webhook {0} is deactivated: its receiver is gone, or has failed for days",
                webhookId);
          }
          due.remove(webhookId, deactivation);
        });
  }
}
