/**
 * The in-memory index of webhooks, which intake matches events against and the sender reads.
 *
 * <p>Each batch and each claim refreshes it in its own transaction, so that a committed change
 * applies to all later events and claims.
 */
package webhooks.domain.subscription;
