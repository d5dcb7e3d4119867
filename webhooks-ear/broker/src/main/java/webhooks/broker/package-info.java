/**
 * A resource adapter that brings its own broker, for servers that have none.
 *
 * <p>Without {@code webhooks.jms.url} it starts an Artemis broker in the process and talks to it in
 * memory; with it, it connects to the broker named there and starts none. It knows the two queues
 * and who may do what with them, nothing of webhooks.
 */
package webhooks.broker;
