/**
 * A model of the delivery protocol and an exhaustive search over its interleavings.
 *
 * <p>The model is small enough to try every order of the steps: intake, claim, send, record, the
 * end of a lease, requeue, deactivation, crash, and a commit whose answer is lost. What a statement
 * does to a row is {@link webhooks.domain.delivery.Delivery}, which the product's SQL is held to.
 * What nodes do is copied here: read {@link webhooks.domain.delivery.model.NodeSteps} first, then
 * {@link webhooks.domain.delivery.model.Invariant}.
 */
package webhooks.domain.delivery.model;
