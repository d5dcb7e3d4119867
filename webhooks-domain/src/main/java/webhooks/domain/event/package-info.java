/**
 * Events: reads and checks their JSON, and sends test events.
 *
 * <p>Knows no JMS and stores no event: {@code ingest} stores events with their deliveries.
 */
package webhooks.domain.event;
