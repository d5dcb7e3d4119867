/** How the deliveries of webhooks go at present, for administrators of the product. */
package webhooks.domain.delivery.history.state;
