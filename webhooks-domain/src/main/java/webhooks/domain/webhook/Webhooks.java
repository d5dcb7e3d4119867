package webhooks.domain.webhook;

import jakarta.ejb.Stateless;
import webhooks.domain.access.Caller;

/** The use cases of webhooks. */
@Stateless
public class Webhooks {
  /**
   * Creates an inactive webhook.
   *
   * @throws webhooks.domain.error.Refusal as the contract says, in its order
   */
  public CreatedWebhook create(Caller caller, CreateWebhook request) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns a webhook of the caller.
   *
   * @param id as it came in the path
   * @throws webhooks.domain.error.Refusal {@code WebhookNotFound}
   */
  public WebhookView get(Caller caller, String id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Changes a webhook of the caller.
   *
   * @param id as it came in the path
   * @throws webhooks.domain.error.Refusal as the contract says, in its order
   */
  public WebhookView update(Caller caller, String id, UpdateWebhook request) {
    throw new UnsupportedOperationException();
  }
}
