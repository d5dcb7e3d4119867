/**
 * Checks that protect a broker and its clients from harmful packets and messages.
 *
 * <p>The embedded broker uses the plugins {@link webhooks.broker.SizeLimit} and {@link
 * webhooks.broker.PacketGuard}. An external broker and WildFly's own name the plugins and the
 * interceptor that they need in broker.xml and in WildFly's configuration.
 */
package webhooks.broker;
