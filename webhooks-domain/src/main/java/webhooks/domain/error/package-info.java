/**
 * Refused requests: error codes, the faults of a request, and the exception that carries them.
 *
 * <p>Knows no HTTP status; the API chooses it.
 */
package webhooks.domain.error;
