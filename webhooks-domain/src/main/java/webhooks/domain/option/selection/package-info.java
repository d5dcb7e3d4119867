/**
 * The options that choose events: {@link webhooks.domain.option.selection.EventTypePatterns} and
 * {@link webhooks.domain.option.selection.EventFilters}. Both are compiled to a {@link
 * webhooks.domain.option.selection.Selection}, which decides about an event.
 */
package webhooks.domain.option.selection;
