package webhooks.domain.webhook;

/**
 * A webhook just created, with the secret that is shown this once.
 *
 * @param webhook the webhook
 * @param secret the signing secret in clear: for the answer only, never for a log
 */
public record CreatedWebhook(WebhookView webhook, String secret) {
  /** Returns a text without the secret. */
  @Override
  public String toString() {
    return "CreatedWebhook[" + webhook.id() + "]";
  }
}
