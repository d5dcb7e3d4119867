package webhooks.domain.webhook;

import java.util.Set;
import webhooks.domain.address.Origin;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.subscription.SendableWebhook;
import webhooks.domain.subscription.WebhookScope;

/**
 * A webhook whose options are to be previewed.
 *
 * @param webhook the webhook with its stored options
 * @param eventTypes the types that the webhook names
 * @param receiver the present origin of the callback URL
 * @param permission checks that the caller may maintain the webhook, and that no block concerns it.
 *     Only then may the caller read events that the webhook has not received. Throws a refusal
 */
public record PreviewableWebhook(
    SendableWebhook webhook,
    WebhookScope scope,
    String scopeId,
    Set<String> eventTypes,
    Origin receiver,
    Runnable permission) {
  static PreviewableWebhook of(
      Webhook webhook, SendableWebhook sendable, SecretCipher cipher, Runnable permission) {
    return new PreviewableWebhook(
        sendable,
        webhook.scope(),
        webhook.scopeId(),
        Set.copyOf(webhook.eventTypes()),
        webhook.origin(cipher),
        permission);
  }
}
