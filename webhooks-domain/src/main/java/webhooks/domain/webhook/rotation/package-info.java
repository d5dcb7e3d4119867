/** The request to give a webhook a new secret, and its result, as values. */
package webhooks.domain.webhook.rotation;
