/**
 * A model of the delivery protocol and an exhaustive search over its interleavings.
 *
 * <p>The model is a copy of the rules, small enough to try every order of their steps: intake,
 * claim, send, record, the end of a lease, requeue, deactivation, crash, and a commit whose answer
 * is lost. Read {@link webhooks.domain.delivery.model.QueueRow} first, which has the SQL statements
 * as methods, then {@link webhooks.domain.delivery.model.NodeSteps} and {@link
 * webhooks.domain.delivery.model.Invariant}.
 */
package webhooks.domain.delivery.model;
