package webhooks.delivery.dispatch;

import java.util.UUID;
import webhooks.domain.subscription.Flow;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.Subscriptions;

/**
 * The account and the host of a webhook. Accounts share the slots of a node, and hosts do too. A
 * receiver at another destination counts as new, or as slow if its owner allows it a long time.
 *
 * @param account the account that owns the webhook
 * @param host the host of its callback URL
 * @param flow how its owner slows it down, and its time-out; after a change of these, or a pause,
 *     the node begins to learn about the receiver again
 */
record Destination(String account, String host, Flow flow) {
  /** The destination of webhooks that this node has not loaded, or can't read. */
  static final Destination UNKNOWN = new Destination("", "", Flow.FREE);

  /** Returns the present destination of a webhook. */
  static Destination of(Subscriptions subscriptions, UUID webhookId) {
    return subscriptions.find(webhookId).map(Destination::of).orElse(UNKNOWN);
  }

  private static Destination of(Subscription webhook) {
    return new Destination(webhook.accountId(), webhook.host(), webhook.flow());
  }
}
