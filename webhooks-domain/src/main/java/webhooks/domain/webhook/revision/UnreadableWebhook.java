package webhooks.domain.webhook.revision;

import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/** Thrown for a webhook whose row can't be decrypted, so that nothing is sent to it. */
public class UnreadableWebhook extends Refusal {
  private static final long serialVersionUID = 1L;

  /** Creates the refusal {@code ServiceUnavailable}. */
  public UnreadableWebhook() {
    super(
        ErrorCode.SERVICE_UNAVAILABLE,
        "The stored webhook can't be read, so nothing is sent to it. Ask its operator.");
  }
}
