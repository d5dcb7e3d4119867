/**
 * Deliveries and their attempts: the queue in the database, leases, outcomes and the retry
 * schedule.
 *
 * <p>Plain SQL in batches, never one row at a time. No HTTP request is made inside a transaction.
 */
package webhooks.domain.delivery;
