/**
 * Accepts batches of events: stores each event once, with its deliveries, in one transaction.
 *
 * <p>Events that create or delete an iTwin change the directory in the same transaction. Knows no
 * JMS: the caller acknowledges messages after the commit.
 */
package webhooks.domain.event.ingest;
