/**
 * Where deliveries may go: what a callback URL must look like, and which addresses may be called.
 *
 * <p>A webhook lets a stranger choose what this server connects to. Two things keep that from
 * reaching the networks behind it (SSRF):
 *
 * <ul>
 *   <li>{@link webhooks.domain.address.CallbackUrl} reads a URL once, strictly. What it took for
 *       the host is the host that is looked up, connected to and named in TLS; no other parser has
 *       a say.
 *   <li>{@link webhooks.domain.address.HostGuard} judges the addresses of a host by {@link
 *       webhooks.domain.address.AddressPolicy}, at create, at update and at every send. The
 *       addresses it gives are the ones to connect to: a second look-up could answer otherwise.
 * </ul>
 *
 * <p>No message of this package names an address or the reason of a refusal, so that callers cannot
 * use it as a scanner.
 */
package webhooks.domain.address;
