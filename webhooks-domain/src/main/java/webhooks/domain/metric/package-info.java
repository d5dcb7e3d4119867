/**
 * The metrics of this node, for its operator; none is kept by tenant or webhook.
 *
 * <p>CDI events report the work and are counted after their transaction is committed: what was
 * rolled back did not happen.
 */
package webhooks.domain.metric;
