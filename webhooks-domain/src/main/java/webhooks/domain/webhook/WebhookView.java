package webhooks.domain.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import webhooks.domain.address.CallbackUrl;

/**
 * A webhook as its owner, or an administrator of its iTwin's organization, reads it, without its
 * secret.
 *
 * @param scope {@code Account} or {@code iTwin}
 */
public record WebhookView(
    UUID id,
    String scope,
    String scopeId,
    boolean active,
    String callbackUrl,
    List<String> eventTypes,
    Instant created,
    Instant modified) {
  /** Returns the webhook without the query of its URL. */
  WebhookView withoutQuery() {
    return new WebhookView(
        id,
        scope,
        scopeId,
        active,
        CallbackUrl.withoutQuery(callbackUrl),
        eventTypes,
        created,
        modified);
  }
}
