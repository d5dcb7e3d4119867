/**
 * Who calls and what they may do: the caller, the directory of iTwins and the grants on them.
 *
 * <p>Verifies no token: the API does, and tells what it found as a {@code Caller}. Who may maintain
 * webhooks of an iTwin is asked of {@code AccessControl}, whose answers come from the directory
 * here, or from another service ({@code remote}).
 */
package webhooks.domain.access;
