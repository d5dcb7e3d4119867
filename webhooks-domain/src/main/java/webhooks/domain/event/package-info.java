/**
 * Events: how their JSON is read, and how they are stored with their deliveries, each once.
 *
 * <p>Knows no JMS: whoever receives events hands batches in and acknowledges them afterwards. What
 * events tell of iTwins, they change in the directory in the same transaction.
 */
package webhooks.domain.event;
