/**
 * The services of the running node that use cases of the domain call, such as sending a test
 * request.
 *
 * <p>{@link webhooks.domain.node.Node} is the interface, which the module that delivers implements.
 * {@link webhooks.domain.node.RunningNode} holds the implementation while the node runs.
 */
package webhooks.domain.node;
