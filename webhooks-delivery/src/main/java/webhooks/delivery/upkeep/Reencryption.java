package webhooks.delivery.upkeep;

import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.alert.AlertReencryption;
import webhooks.domain.webhook.encryption.WebhookReencryption;

/**
 * Encrypts webhooks, and then alerts, with the current key that an earlier one encrypted. Goes
 * through all of them once after each start.
 *
 * <p>It does not start over: while an operator changes the key node by node, two nodes with
 * different current keys would undo each other's work. Each run converts one batch in one
 * transaction. A batch that fails is repeated. For one thread.
 */
public final class Reencryption implements Worker.Task {
  private static final Logger LOG = Logger.getLogger(Reencryption.class.getName());

  private final WebhookReencryption webhooks;
  private final AlertReencryption alerts;
  private WebhookReencryption.ReencryptedBatch lastBatch =
      WebhookReencryption.ReencryptedBatch.START;
  private AlertReencryption.Batch lastAlerts = AlertReencryption.Batch.START;
  private long count;

  /** Creates the task of a node that starts. */
  public Reencryption(WebhookReencryption webhooks, AlertReencryption alerts) {
    this.webhooks = webhooks;
    this.alerts = alerts;
  }

  /** Creates the worker of the task. */
  public static Worker worker(
      WebhookReencryption webhooks, AlertReencryption alerts, StopSignal stop) {
    return Worker.of("Encrypting webhooks again", stop, new Reencryption(webhooks, alerts));
  }

  /** Encrypts the next batch, and returns whether there are more. */
  @Override
  public boolean run() {
    if (lastBatch.isLast()) {
      lastAlerts = alerts.next(lastAlerts);
      return !lastAlerts.isLast();
    }
    lastBatch = webhooks.next(lastBatch);
    count += lastBatch.count();
    return true;
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
