/**
 * Delivery history: owners and administrators read a webhook's deliveries and their attempts, and
 * requeue deliveries.
 *
 * <p>Sends nothing: a requeued delivery is claimed and sent like any other.
 */
package webhooks.domain.delivery.history;
