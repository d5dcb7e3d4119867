/**
 * The in-memory index of webhooks that intake matches events against and the sender reads.
 *
 * <p>Every batch and every claim refreshes it in its own transaction, so that a committed change
 * holds for all later events and claims.
 */
package webhooks.domain.subscription;
