package webhooks.delivery.dispatch;

import webhooks.domain.subscription.Subscription;

/**
 * Where the deliveries of a webhook go, as far as webhooks share slots by it.
 *
 * @param account the account that owns the webhook
 * @param host the host of its callback URL
 */
record Destination(String account, String host) {
  /** The destination of webhooks that this node can't serve. */
  static final Destination UNKNOWN = new Destination("", "");

  static Destination of(Subscription webhook) {
    return new Destination(webhook.accountId(), webhook.callbackUrl().host().name());
  }
}
