/**
 * The queue of deliveries in the database: claims, leases, outcomes, failure streaks and requeues.
 *
 * <p>Owns every statement that writes deliveries, attempts and failure streaks. Plain SQL in
 * batches, never one row at a time. No HTTP request is made inside a transaction.
 */
package webhooks.domain.delivery.queue;
