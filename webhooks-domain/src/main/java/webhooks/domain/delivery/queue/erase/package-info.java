/**
 * Erases the payloads of deliveries: for all webhooks of an event, for one delivery, or when the
 * time of a webhook's option {@code retention} is over.
 */
package webhooks.domain.delivery.queue.erase;
