package webhooks.domain.operational;

import java.util.Optional;
import java.util.UUID;

/**
 * The webhook that an operational event is about.
 *
 * @param owner its owner when the event was written; empty if it was deleted before
 */
public record OwnedWebhook(UUID id, Optional<WebhookOwner> owner) {}
