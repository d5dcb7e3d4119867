/** Requeues: an owner redelivers one delivery or recovers many, which makes them pending again. */
package webhooks.domain.delivery.queue.requeue;
