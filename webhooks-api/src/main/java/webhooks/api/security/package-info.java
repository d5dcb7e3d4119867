/**
 * Authentication and authorization of requests: finds the caller by the bearer token and checks the
 * scope that each operation declares.
 *
 * <p>The permissions on webhooks and iTwins are rules of the domain.
 */
package webhooks.api.security;
