package webhooks.delivery.upkeep;

import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.Worker;
import webhooks.domain.webhook.encryption.WebhookReencryption;

/**
 * Encrypts webhooks with the current key that were encrypted with an earlier one. Goes through all
 * of them once after each start.
 *
 * <p>It does not start over: while an operator changes the key node by node, two nodes with
 * different current keys would undo each other's work. Each run converts one batch in one
 * transaction. A batch that fails is repeated. For one thread.
 */
public final class Reencryption implements Worker.Task {
  private static final Logger LOG = Logger.getLogger(Reencryption.class.getName());

  private final WebhookReencryption webhooks;
  private WebhookReencryption.ReencryptedBatch lastBatch =
      WebhookReencryption.ReencryptedBatch.START;
  private long count;

  /** Creates the task of a node that starts. */
  public Reencryption(WebhookReencryption webhooks) {
    this.webhooks = webhooks;
  }

  /** Encrypts the next batch, and returns whether there are more. */
  @Override
  public boolean run() {
    lastBatch = webhooks.next(lastBatch);
    count += lastBatch.count();
    return !lastBatch.isLast();
  }

  /**
   * Logs how many webhooks were encrypted. After an early stop the next start converts the rest.
   */
  @Override
  public void close() {
    if (count > 0) {
      LOG.log(
          Level.INFO,
          "Webhooks encrypted with the current key instead of an earlier one: {0}",
          count);
    }
  }
}
