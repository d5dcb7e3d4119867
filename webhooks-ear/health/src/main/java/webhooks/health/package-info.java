/**
 * What the server tells of this node at {@code /health}.
 *
 * <p>It asks nobody: who does the node's work tells what came of it. Never tells an address, a
 * setting or a tenant's data, for whoever reaches the server may read it.
 */
package webhooks.health;
