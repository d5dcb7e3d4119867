/**
 * The queue of deliveries in the database: claims, leases, outcomes, failure streaks and requeues.
 *
 * <p>This package and its subpackages hold every statement that writes deliveries, attempts and
 * failure streaks, except the import of an account ({@code ArchitectureTest} checks it). They use
 * plain SQL; claims and records work on batches of rows. The package {@code history} reads
 * deliveries for owners and administrators. No HTTP request is made inside a transaction.
 */
package webhooks.domain.delivery.queue;
