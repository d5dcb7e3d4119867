/**
 * Webhooks: the aggregate, its rules, its use cases and its repository.
 *
 * <p>All rules are checked here, for every caller. The sender gets URL and secret in plain text,
 * the owner gets the URL and a new secret, and administrators get the URL without its query.
 */
package webhooks.domain.webhook;
