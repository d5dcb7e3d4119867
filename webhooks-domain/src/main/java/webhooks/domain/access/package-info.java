/**
 * The caller of a request, and the access control that decides what the caller may do.
 *
 * <p>Verifies no token: the API does, and passes the result as a {@code Caller}. {@code
 * AccessControl} decides who may maintain webhooks of an iTwin, by the local directory or by
 * another service ({@code remote}).
 */
package webhooks.domain.access;
