/** Shares of what all requests of a node use together, so that nobody stops anybody. */
package webhooks.domain.limit;
