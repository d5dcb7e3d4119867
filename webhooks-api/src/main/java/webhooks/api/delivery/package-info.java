/** The log of a webhook's deliveries, and their repair. */
package webhooks.api.delivery;
