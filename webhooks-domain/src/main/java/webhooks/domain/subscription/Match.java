package webhooks.domain.subscription;

/**
 * A webhook that an event goes to.
 *
 * @param scope the scope of the webhook: its account or its iTwin is the event's
 */
public record Match(Subscription webhook, WebhookScope scope) {}
