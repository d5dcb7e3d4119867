/**
 * Deliveries and their attempts as values: states and their transitions, lease, outcome and retry
 * schedule.
 *
 * <p>Uses no database: {@code queue} writes the rows and {@code history} reads them. {@link
 * DirectSender} makes an attempt without a row.
 */
package webhooks.domain.delivery;
