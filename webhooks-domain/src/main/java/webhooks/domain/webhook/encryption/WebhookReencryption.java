package webhooks.domain.webhook.encryption;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.Webhook;

/**
 * Encrypts webhooks with the current key that were encrypted with an earlier one, in steps that are
 * a transaction each.
 *
 * <p>It changes nothing that a caller can see, so it takes no new version: copies of the row stay
 * good, as every node has the earlier key until its next start.
 */
@Stateless
public class WebhookReencryption {
  private static final Logger LOG = Logger.getLogger(WebhookReencryption.class.getName());
  private static final int AT_ONCE = 100;

  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  @Inject private SecretCipher cipher;

  /**
   * What a step did.
   *
   * @param last the webhook it ended with: steps go by the order of ids
   * @param count how many webhooks it encrypted again
   * @param isLast whether there are no more to look at
   */
  public record ReencryptedBatch(UUID last, int count, boolean isLast) {
    /** The place before the first step. */
    public static final ReencryptedBatch START = new ReencryptedBatch(new UUID(0, 0), 0, false);
  }

  /** Makes the next step. A webhook that can't be decrypted is logged and left as it is. */
  public ReencryptedBatch next(ReencryptedBatch before) {
    // Every change of a webhook locks this row, so no change overwrites another.
    entities.createNativeQuery("select version from webhook_version for update").getSingleResult();
    List<Webhook> found =
        entities
            .createQuery(
                "select w from Webhook w where w.keyId <> :key and w.id > :after order by w.id",
                Webhook.class)
            .setParameter("key", cipher.keyId())
            .setParameter("after", before.last())
            .setMaxResults(AT_ONCE)
            .getResultList();
    int count = 0;
    for (Webhook webhook : found) {
      count += reencrypt(webhook) ? 1 : 0;
    }
    UUID last = found.isEmpty() ? before.last() : found.get(found.size() - 1).id();
    return new ReencryptedBatch(last, count, found.size() < AT_ONCE);
  }

  private boolean reencrypt(Webhook webhook) {
    try {
      webhook.reencrypt(cipher);
      return true;
    } catch (IllegalStateException e) {
      LOG.log(Level.SEVERE, "Webhook " + webhook.id() + " can't be encrypted again", e);
      return false;
    }
  }
}
