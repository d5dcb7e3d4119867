/**
 * Figures of a webhook's deliveries over time, for charts and for the question how many deliveries
 * a recovery would requeue.
 *
 * <p>Each query reads a bounded number of rows, however many deliveries the webhook has.
 */
package webhooks.domain.delivery.history.chart;
