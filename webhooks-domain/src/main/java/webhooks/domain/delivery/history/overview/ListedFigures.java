package webhooks.domain.delivery.history.overview;

import java.util.Optional;
import webhooks.domain.delivery.history.chart.WebhookFigures;
import webhooks.domain.delivery.history.state.WebhookHealth;
import webhooks.domain.webhook.WebhookView;

/**
 * A webhook in a list with figures.
 *
 * @param health its state; without the time since when it is active, or inactive
 * @param deactivationReason the reason why it is inactive, if it ever was active
 * @param description the description that its owner gave
 * @param figures empty if the caller only supervises the webhook, and so may not read its
 *     deliveries
 */
public record ListedFigures(
    WebhookView webhook,
    WebhookHealth health,
    Optional<String> deactivationReason,
    Optional<String> description,
    Optional<WebhookFigures> figures) {}
