/**
 * Periodic work on stored rows: purging, re-encryption and metrics.
 *
 * <p>Works in small transactions, so that it never delays a delivery.
 */
package webhooks.delivery.upkeep;
