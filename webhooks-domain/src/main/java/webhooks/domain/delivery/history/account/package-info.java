/** Pending and finished deliveries by account, for administrators of the product. */
package webhooks.domain.delivery.history.account;
