/** Finds webhooks by text, state and type, in several orders, and reads the figures of a page. */
package webhooks.domain.delivery.history.overview;
