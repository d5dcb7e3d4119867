/** The operations on webhooks. */
package webhooks.api.webhook;
