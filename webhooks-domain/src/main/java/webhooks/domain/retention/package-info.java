/**
 * Retention: purges finished deliveries, events and audit entries after their retention periods.
 *
 * <p>Never deletes pending deliveries. Purges these rows in small batches, so that no delivery
 * waits for it. Also purges deleted webhooks after their last delivery.
 */
package webhooks.domain.retention;
