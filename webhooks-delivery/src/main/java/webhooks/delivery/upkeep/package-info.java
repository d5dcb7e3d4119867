/**
 * Work in the background on stored rows: purging, re-encryption, recoveries, operational events,
 * counts for the metrics, and the announcement of the node.
 *
 * <p>Works in small transactions, so that it never delays a delivery.
 */
package webhooks.delivery.upkeep;
