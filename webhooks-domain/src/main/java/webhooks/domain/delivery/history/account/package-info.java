/** The backlog and the outcomes of each account, for administrators of the product. */
package webhooks.domain.delivery.history.account;
