package webhooks.domain.subscription;

/**
 * A webhook that an event goes to.
 *
 * @param scope the scope of the webhook, which shows whether the event's account or its iTwin
 *     matched
 */
public record Match(Subscription webhook, WebhookScope scope) {}
