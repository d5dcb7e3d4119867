/** Deletes deliveries and attempts whose retention is over, in batches or by whole partitions. */
package webhooks.domain.delivery.queue.purge;
