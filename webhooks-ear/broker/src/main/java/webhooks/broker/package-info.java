/**
 * Checks that protect a broker and its clients from harmful packets and messages.
 *
 * <p>The embedded broker has the plugins of this package. An external broker and WildFly's own get
 * them, and the interceptor, by their class names in broker.xml and in WildFly's configuration.
 */
package webhooks.broker;
