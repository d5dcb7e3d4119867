/**
 * The queue of deliveries in the database: claims, leases, outcomes, failure streaks and requeues.
 *
 * <p>This package and its subpackages hold every statement that writes deliveries, attempts and
 * failure streaks ({@code ArchitectureTest} checks it). They use plain SQL in batches, never one
 * row at a time. The package {@code history} reads deliveries for their owners. No HTTP request is
 * made inside a transaction.
 */
package webhooks.domain.delivery.queue;
