/**
 * The settings that webhooks have had, as long as events are kept: one row for each change. An
 * explanation of an event reads the settings of the time at which the event was stored.
 */
package webhooks.domain.webhook.revision;
