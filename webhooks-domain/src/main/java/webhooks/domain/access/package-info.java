/**
 * Who calls and what they may do: the caller, the directory of iTwins and the grants on them.
 *
 * <p>Knows no token: the API verifies it and tells what it found as a {@code Caller}.
 */
package webhooks.domain.access;
