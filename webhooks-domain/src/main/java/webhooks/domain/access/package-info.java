/**
 * The caller of a request, and the access control that decides what the caller may do.
 *
 * <p>Verifies no token: the API does, and passes the result as a {@code Caller}. Who may maintain
 * webhooks of an iTwin is asked of {@code AccessControl}, whose answers come from the directory
 * here, or from another service ({@code remote}).
 */
package webhooks.domain.access;
