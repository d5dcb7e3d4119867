/**
 * Moves deliveries from the database to the sender and their outcomes back to the database.
 *
 * <p>Bounds what this node leases and what is in flight. No transaction is open while a delivery is
 * sent.
 */
package webhooks.delivery.dispatch;
