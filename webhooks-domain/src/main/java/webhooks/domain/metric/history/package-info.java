/** What the nodes took in and delivered in the last day, for the product's operators. */
package webhooks.domain.metric.history;
