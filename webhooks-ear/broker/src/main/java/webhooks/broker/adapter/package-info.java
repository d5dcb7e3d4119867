/**
 * A resource adapter with an embedded broker, for servers without a JMS provider.
 *
 * <p>It connects to the broker that {@code webhooks.jms.url} names. Without this setting it starts
 * an Artemis broker in the process, with the two queues, the topic and their permissions, and
 * connects to it in memory. It is independent of the application.
 */
package webhooks.broker.adapter;
