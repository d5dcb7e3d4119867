/**
 * Encryption of secrets at rest.
 *
 * <p>No class of this package may write a key, a secret or a callback URL to a log or an error.
 */
package webhooks.domain.secret;
