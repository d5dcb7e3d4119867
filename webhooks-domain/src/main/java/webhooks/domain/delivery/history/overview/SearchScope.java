package webhooks.domain.delivery.history.overview;

import java.util.function.Predicate;
import webhooks.domain.access.Caller;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.webhook.list.VisibleWebhooks;

/**
 * Whose search it is, and which webhooks it can find.
 *
 * @param owned returns whether the caller may read the deliveries of a webhook; of the others it
 *     reads only what the v2 object has
 */
record SearchScope(
    LimitKey caller, VisibleWebhooks visible, Predicate<ListedWebhook.Owning> owned) {
  /** Returns the scope of an owner or an administrator of an account. */
  static SearchScope of(Caller caller, VisibleWebhooks visible) {
    return new SearchScope(caller.limitKey(), visible, owner -> caller.isIn(owner.accountId()));
  }

  /** Returns the scope of an operator. */
  static SearchScope ofOperator(Caller by) {
    return new SearchScope(by.limitKey(), VisibleWebhooks.ALL, owner -> true);
  }

  /** Returns the webhook as the caller may see it. */
  ListedWebhook shown(ListedWebhook webhook) {
    return owned.test(webhook.owner()) ? webhook : webhook.supervised();
  }
}
