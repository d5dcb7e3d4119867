/**
 * How the domain refuses: error codes, the faults of a request, and the exception that carries
 * them.
 *
 * <p>Knows no HTTP status: the API decides that.
 */
package webhooks.domain.error;
