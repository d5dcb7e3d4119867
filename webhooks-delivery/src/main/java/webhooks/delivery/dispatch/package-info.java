/**
 * Moves deliveries from the database to the sender and their outcomes back, within the bounds of
 * this node.
 *
 * <p>Never more leases than slots; no transaction while anything is sent.
 */
package webhooks.delivery.dispatch;
