/**
 * The classes that all tests use. This package holds those that the other packages share.
 *
 * <p>A {@link webhooks.it.harness.environment.TestEnvironment} runs a {@link
 * webhooks.it.harness.server.Product}, an {@link webhooks.it.harness.environment.Application}
 * registers webhooks in it, a {@link webhooks.it.harness.broker.Producer} publishes events, and an
 * {@link webhooks.it.harness.receiver.Inbox} receives them.
 */
package webhooks.it.harness;
