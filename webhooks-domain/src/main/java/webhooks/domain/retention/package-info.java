/**
 * Retention: purges finished deliveries and events after the retention period.
 *
 * <p>Never deletes pending deliveries. Works in small batches, so that no delivery waits for it.
 */
package webhooks.domain.retention;
