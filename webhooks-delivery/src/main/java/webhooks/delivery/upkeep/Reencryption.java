package webhooks.delivery.upkeep;

import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.Worker;
import webhooks.domain.webhook.encryption.WebhookReencryption;

/**
 * Encrypts the secrets of webhooks with the current key where an earlier key was used; once after
 * each start.
 *
 * <p>Not repeatedly: while an operator changes the key node by node, two nodes with different
 * current keys would undo each other's work. Each run converts one batch in one transaction. For
 * one thread.
 */
public final class Reencryption implements Worker.Task {
  private static final Logger LOG = Logger.getLogger(Reencryption.class.getName());

  private final WebhookReencryption keyChange;
  private WebhookReencryption.ReencryptedBatch step = WebhookReencryption.ReencryptedBatch.START;
  private long count;

  /** Creates the task. */
  public Reencryption(WebhookReencryption keyChange) {
    this.keyChange = keyChange;
  }

  /** Encrypts the next batch, and returns whether there are more. */
  @Override
  public boolean run() {
    step = keyChange.next(step);
    count += step.count();
    return !step.isLast();
  }

  /** Logs how many webhooks were encrypted; the next start continues if this was not the end. */
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
