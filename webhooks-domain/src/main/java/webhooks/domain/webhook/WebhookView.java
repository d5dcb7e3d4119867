package webhooks.domain.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.secret.SecretCipher;

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
  /**
   * Returns the webhook as the caller may read it. An administrator who only supervises it does not
   * see the query of the URL, which may hold credentials. If the row can't be decrypted, the view
   * has no URL.
   */
  public static WebhookView of(Caller caller, Webhook webhook, SecretCipher cipher) {
    try {
      WebhookView view = webhook.view(cipher);
      return webhook.isDeletableBy(caller) ? view : view.withoutQuery();
    } catch (IllegalStateException e) {
      SettingsHistory.logUnreadable(webhook, e);
      return webhook.view(Optional.empty());
    }
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
