/** Limits on what all requests of a node share, so that one account cannot block the others. */
package webhooks.domain.limit;
