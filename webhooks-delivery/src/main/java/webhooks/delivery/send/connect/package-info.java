/**
 * The HTTP client of deliveries: which addresses it connects to, how it secures connections and how
 * it goes through a proxy.
 *
 * <p>Never connects to a receiver's address that the guard has not allowed.
 */
package webhooks.delivery.send.connect;
