/**
 * Moves deliveries from the database to the sender and their outcomes back to the database.
 *
 * <p>Bounds the deliveries that this node leases and has in flight. No transaction is open while a
 * delivery is sent.
 */
package webhooks.delivery.dispatch;
