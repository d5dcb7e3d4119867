package webhooks.domain.operational;

/** The client that owns a webhook, and its account. */
public record WebhookOwner(String clientId, String accountId) {}
