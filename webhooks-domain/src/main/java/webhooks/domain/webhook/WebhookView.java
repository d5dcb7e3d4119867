package webhooks.domain.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.address.CallbackUrl;

/**
 * A webhook as its owner, or an administrator of its iTwin's organization, reads it, without its
 * secret.
 *
 * @param scope {@code Account} or {@code iTwin}
 * @param callbackUrl its URL; empty if it can't be decrypted
 */
public record WebhookView(
    UUID id,
    String scope,
    String scopeId,
    boolean active,
    Optional<String> callbackUrl,
    List<String> eventTypes,
    Instant created,
    Instant modified) {
  /** Returns the webhook with this URL. */
  WebhookView withUrl(String url) {
    return new WebhookView(
        id, scope, scopeId, active, Optional.of(url), eventTypes, created, modified);
  }

  /** Returns the webhook without the query of its URL. */
  WebhookView withoutQuery() {
    return new WebhookView(
        id,
        scope,
        scopeId,
        active,
        callbackUrl.map(CallbackUrl::withoutQuery),
        eventTypes,
        created,
        modified);
  }
}
