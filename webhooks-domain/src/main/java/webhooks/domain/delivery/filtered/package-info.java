/**
 * Counts the events that the filters of webhooks drop: {@link
 * webhooks.domain.delivery.filtered.FilteredSums} in memory, and {@link
 * webhooks.domain.delivery.filtered.FilteredEvents} in the database.
 */
package webhooks.domain.delivery.filtered;
