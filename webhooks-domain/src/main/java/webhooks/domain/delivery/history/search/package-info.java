/** Searches for deliveries: of one webhook, or of all webhooks of an account. */
package webhooks.domain.delivery.history.search;
