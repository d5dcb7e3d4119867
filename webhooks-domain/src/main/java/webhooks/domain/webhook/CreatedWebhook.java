package webhooks.domain.webhook;

/**
 * A new webhook with its secret, which is shown only now.
 *
 * @param webhook the webhook
 * @param secret the signing secret in plain text, for the response only and never for a log
 */
public record CreatedWebhook(WebhookView webhook, String secret) {
  /** Returns a description without the secret. */
  @Override
  public String toString() {
    return "CreatedWebhook[" + webhook.id() + "]";
  }
}
