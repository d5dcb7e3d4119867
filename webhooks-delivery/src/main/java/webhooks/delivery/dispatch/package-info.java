/**
 * Moves deliveries from the database to the sender and their outcomes back to the database.
 *
 * <p>Bounds what this node holds: each lease needs a slot. No transaction is open while a delivery
 * is sent.
 */
package webhooks.delivery.dispatch;
