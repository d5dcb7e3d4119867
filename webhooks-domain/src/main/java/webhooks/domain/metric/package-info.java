/**
 * What is counted of this node's work, for whoever runs it; of no tenant and no webhook.
 *
 * <p>Those who do the work tell of it by CDI events, which are counted once their transaction is
 * committed: what was rolled back did not happen.
 */
package webhooks.domain.metric;
