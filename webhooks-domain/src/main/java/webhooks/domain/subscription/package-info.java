/**
 * The active webhooks in memory: {@link webhooks.domain.subscription.Subscriptions} keeps them up
 * to date, {@code Matcher} finds the webhooks that an event may go to, and the sender reads them.
 *
 * <p>Each batch and each claim refreshes them in its own transaction, so that a committed change
 * applies to all later events and claims.
 */
package webhooks.domain.subscription;
