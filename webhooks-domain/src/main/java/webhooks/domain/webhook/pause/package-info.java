/**
 * The pause of a webhook by its owner: the request, the stored pause, and the event of a change.
 */
package webhooks.domain.webhook.pause;
