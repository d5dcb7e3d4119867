/**
 * What became of a webhook's deliveries: their log, for its owner, and their repair.
 *
 * <p>Reads and requeues what the queue keeps; sending is the queue's and the delivery module's.
 */
package webhooks.domain.delivery.history;
