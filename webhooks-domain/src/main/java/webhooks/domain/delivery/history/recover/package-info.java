/** Recoveries: owners and administrators count and requeue many deliveries of a webhook. */
package webhooks.domain.delivery.history.recover;
