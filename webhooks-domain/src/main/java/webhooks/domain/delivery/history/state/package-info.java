/** The present state of webhooks' deliveries, for operators. */
package webhooks.domain.delivery.history.state;
