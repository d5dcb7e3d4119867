package webhooks.domain.webhook.revision;

import java.time.Instant;
import java.util.Optional;

/**
 * The settings that a webhook had for some time.
 *
 * @param from when they began
 * @param until when the next ones began; empty for the present ones
 */
public record Revision(WebhookSettings settings, Instant from, Optional<Instant> until) {}
