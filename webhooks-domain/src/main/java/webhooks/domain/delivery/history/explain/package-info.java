/**
 * Answers an owner who asks why an event did not come: finds the event, its delivery, and the
 * settings that the webhook had when the event was stored.
 */
package webhooks.domain.delivery.history.explain;
