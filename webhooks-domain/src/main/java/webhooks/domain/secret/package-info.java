/**
 * Keeps secrets encrypted at rest.
 *
 * <p>Nothing here may put a key, a secret or a callback URL into a log or an error.
 */
package webhooks.domain.secret;
