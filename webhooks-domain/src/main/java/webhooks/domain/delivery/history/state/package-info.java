/** The present state of the deliveries of webhooks, for operators. */
package webhooks.domain.delivery.history.state;
