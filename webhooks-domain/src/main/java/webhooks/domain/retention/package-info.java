/**
 * Retention: purges finished deliveries, events and audit entries after their retention periods.
 *
 * <p>Never deletes pending deliveries. Works in small batches, so that no delivery waits for it.
 */
package webhooks.domain.retention;
