/**
 * Resource adapter with an embedded broker, for servers without a JMS provider.
 *
 * <p>Connects to the broker that {@code webhooks.jms.url} names. Without this setting it starts an
 * Artemis broker in the process and connects to it in memory. It defines the two queues and their
 * permissions and is independent of the application.
 */
package webhooks.broker.adapter;
