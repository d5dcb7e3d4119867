package webhooks.domain.webhook;

/**
 * A new webhook and its secret. Only the answer to its creation shows the secret.
 *
 * @param webhook the webhook, without its secret
 * @param secret the signing secret in plain text, for the response only and never for a log
 */
public record CreatedWebhook(WebhookView webhook, String secret) {
  /** Returns a description without the secret. */
  @Override
  public String toString() {
    return "CreatedWebhook[" + webhook.id() + "]";
  }
}
