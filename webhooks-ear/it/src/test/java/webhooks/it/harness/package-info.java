/**
 * What the tests are written with; this package has what all parts of it use.
 *
 * <p>A {@link webhooks.it.harness.environment.TestEnvironment} has a running {@link
 * webhooks.it.harness.server.Product}, an {@link webhooks.it.harness.environment.Application}
 * registers webhooks in it, a {@link webhooks.it.harness.broker.Producer} publishes events, and an
 * {@link webhooks.it.harness.receiver.Inbox} shows which of them arrived.
 */
package webhooks.it.harness;
