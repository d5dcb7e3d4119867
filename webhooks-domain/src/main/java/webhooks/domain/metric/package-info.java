/**
 * The metrics of this node, for its operator. No metric is kept by tenant or webhook.
 *
 * <p>CDI events report the work. They are counted after the commit of their transaction, so that
 * work that is rolled back is not counted.
 */
package webhooks.domain.metric;
