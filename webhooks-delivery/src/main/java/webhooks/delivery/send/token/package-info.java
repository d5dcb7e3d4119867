/**
 * The bearer tokens of webhooks: requests them from their issuers, keeps them for a while, and
 * drops the ones that a receiver refuses.
 *
 * <p>No token and nothing that an issuer answers leaves this package, except the header of a
 * request.
 */
package webhooks.delivery.send.token;
