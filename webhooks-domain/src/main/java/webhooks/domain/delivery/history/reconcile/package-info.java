/**
 * Compares the events that a receiver has with the deliveries of its webhook, hour by hour, and
 * requeues the missing ones: for a receiver that lost its database.
 */
package webhooks.domain.delivery.history.reconcile;
