/**
 * Events: reads and checks their JSON, in the form of this product or as CloudEvents, and sends
 * test events.
 *
 * <p>Knows no JMS and stores no event: {@code ingest} stores events with their deliveries.
 */
package webhooks.domain.event;
