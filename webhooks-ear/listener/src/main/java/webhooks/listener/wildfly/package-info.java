/**
 * Closes the connections of WildFly's HTTP listeners when the application ends.
 *
 * <p>Only WildFly loads this package, from the module {@code webhooks.listener} that its set-up
 * installs. Nothing here knows the application.
 */
package webhooks.listener.wildfly;
