/**
 * Checks that protect a broker and its clients from harmful packets and messages.
 *
 * <p>The embedded broker has the plugins of this package. An external broker gets them, and the
 * interceptor, by their class names in its broker.xml.
 */
package webhooks.broker;
