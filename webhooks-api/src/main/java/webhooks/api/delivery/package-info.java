/** The operations on a webhook's deliveries: history, redelivery, test and statistics. */
package webhooks.api.delivery;
