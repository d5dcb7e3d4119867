/**
 * Events: how their JSON is read, and how they are stored with their deliveries, each once.
 *
 * <p>Knows no JMS: the caller hands batches in and acknowledges the messages after the commit.
 */
package webhooks.domain.event;
