/**
 * What use cases of the domain need of the node that delivers, which another module implements.
 *
 * <p>{@link webhooks.domain.node.Node} is the port. {@link webhooks.domain.node.RunningNode} knows
 * the implementation while the node runs.
 */
package webhooks.domain.node;
