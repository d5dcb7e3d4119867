/**
 * Deliveries and their attempts as values: states and their transitions, lease, outcome and retry
 * schedule.
 *
 * <p>Uses no database: {@code queue} writes the rows and {@code history} reads them.
 */
package webhooks.domain.delivery;
