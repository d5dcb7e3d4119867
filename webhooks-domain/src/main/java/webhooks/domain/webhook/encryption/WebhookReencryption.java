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
 * Encrypts webhooks again with the current key if an earlier key encrypted them, in batches. Each
 * batch is a transaction.
 *
 * <p>It changes nothing that a caller can see, so it takes no new version. The indexes in memory
 * stay valid, because each node has the earlier key until its next start.
 */
@Stateless
public class WebhookReencryption {
  private static final Logger LOG = Logger.getLogger(WebhookReencryption.class.getName());
  private static final int MAX_BATCH = 100;

  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  @Inject private SecretCipher cipher;

  /**
   * The result of one batch.
   *
   * @param last the last webhook of the batch; batches are in the order of ids
   * @param count how many webhooks were encrypted again
   * @param isLast whether this batch was the last one
   */
  public record ReencryptedBatch(UUID last, int count, boolean isLast) {
    /** The position before the first batch. */
    public static final ReencryptedBatch START = new ReencryptedBatch(new UUID(0, 0), 0, false);
  }

  /** Encrypts the next batch. A webhook that can't be decrypted is logged and stays unchanged. */
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
            .setMaxResults(MAX_BATCH)
            .getResultList();
    int count = 0;
    for (Webhook webhook : found) {
      count += reencrypt(webhook) ? 1 : 0;
    }
    UUID last = found.isEmpty() ? before.last() : found.get(found.size() - 1).id();
    return new ReencryptedBatch(last, count, found.size() < MAX_BATCH);
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
