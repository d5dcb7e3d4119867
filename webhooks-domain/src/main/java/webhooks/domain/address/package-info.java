/**
 * The rules for receivers: the form of a callback URL, and the addresses that may be called.
 *
 * <p>The owner of a webhook chooses the host that this server connects to. Two classes keep the
 * owner from reaching the networks behind the server (SSRF):
 *
 * <ul>
 *   <li>{@link webhooks.domain.address.CallbackUrl} reads a URL once, strictly. The same host is
 *       looked up, connected to and named in TLS; no other parser is used.
 *   <li>{@link webhooks.domain.address.HostGuard} checks the addresses of a host by {@link
 *       webhooks.domain.address.AddressPolicy}, at create, at update and at each send. The sender
 *       connects to the checked addresses, because a second look-up could return other ones.
 * </ul>
 *
 * <p>No message of this package names an address or says why a host is not allowed, so that callers
 * can't scan a network with it.
 */
package webhooks.domain.address;
