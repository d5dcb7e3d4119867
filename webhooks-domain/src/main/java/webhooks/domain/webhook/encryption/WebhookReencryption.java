package webhooks.domain.webhook.encryption;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.Webhook;
import webhooks.domain.webhook.revision.RevisionRepository;

/**
 * Encrypts webhooks, their options, keys and revisions again with the current key if an earlier key
 * encrypted them, in batches. Each batch is a transaction.
 *
 * <p>It changes nothing that a caller can see, so it takes no new version. The indexes in memory
 * stay valid, because each node has the earlier key until its next start.
 */
@Stateless
public class WebhookReencryption {
  private static final Logger LOG = Logger.getLogger(WebhookReencryption.class.getName());
  private static final int MAX_BATCH = 100;

  /**
   * The webhooks of which another key encrypted the row, the options, a requested key or a
   * revision.
   */
  private static final String OF_OTHER_KEYS =
      """
      select id from webhook where key_id <> ? and id > ?
      union select o.webhook_id from webhook_options o join webhook w on w.id = o.webhook_id
        where o.key_id <> ? and o.webhook_id > ?
      union select k.webhook_id from webhook_key_request k join webhook w on w.id = k.webhook_id
        where k.key_id <> ? and k.webhook_id > ?
      union select r.webhook_id from webhook_revision r join webhook w on w.id = r.webhook_id
        where r.key_id <> ? and r.webhook_id > ?
      order by 1 fetch first %d rows only
      """
          .formatted(MAX_BATCH);

  @PersistenceContext(unitName = "webhooks")
  private EntityManager entities;

  @Inject private OptionsRepository options;
  @Inject private RevisionRepository revisions;
  @Inject private SecretCipher cipher;

  /** Creates the bean, for the container. */
  public WebhookReencryption() {}

  /** Creates it without a container, for tests. */
  WebhookReencryption(
      EntityManager entities,
      OptionsRepository options,
      RevisionRepository revisions,
      SecretCipher cipher) {
    this.entities = entities;
    this.options = options;
    this.revisions = revisions;
    this.cipher = cipher;
  }

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
    List<UUID> found =
        ((List<?>)
                entities
                    .createNativeQuery(OF_OTHER_KEYS)
                    .setParameter(1, cipher.keyId())
                    .setParameter(2, before.last())
                    .setParameter(3, cipher.keyId())
                    .setParameter(4, before.last())
                    .setParameter(5, cipher.keyId())
                    .setParameter(6, before.last())
                    .setParameter(7, cipher.keyId())
                    .setParameter(8, before.last())
                    .getResultList())
            .stream().map(id -> UUID.fromString(id.toString())).toList();
    int count = 0;
    for (UUID webhookId : found) {
      count += reencrypt(webhookId) ? 1 : 0;
    }
    UUID last = found.isEmpty() ? before.last() : found.get(found.size() - 1);
    return new ReencryptedBatch(last, count, found.size() < MAX_BATCH);
  }

  private boolean reencrypt(UUID webhookId) {
    try {
      entities.find(Webhook.class, webhookId).reencrypt(cipher);
      revisions.reencrypt(webhookId);
      options.reencrypt(webhookId);
      return true;
    } catch (IllegalStateException e) {
      LOG.log(Level.SEVERE, "Webhook " + webhookId + " can't be encrypted again", e);
      return false;
    }
  }
}
