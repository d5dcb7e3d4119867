/**
 * The queue of deliveries in the database: claims, leases, outcomes, failure streaks and requeues.
 *
 * <p>With the packages below it owns every statement that writes deliveries, attempts and failure
 * streaks ({@code ArchitectureTest}), and no statement reads them for owners. Plain SQL in batches,
 * never one row at a time. No HTTP request is made inside a transaction.
 */
package webhooks.domain.delivery.queue;
