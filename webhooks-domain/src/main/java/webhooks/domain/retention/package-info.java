/**
 * How long finished deliveries and events are kept, and their purge.
 *
 * <p>Never touches what is pending. In small batches, so that no delivery waits for it.
 */
package webhooks.domain.retention;
