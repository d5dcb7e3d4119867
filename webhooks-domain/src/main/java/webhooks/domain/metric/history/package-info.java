/** Figures of the nodes over the last day, for the product's operators. */
package webhooks.domain.metric.history;
