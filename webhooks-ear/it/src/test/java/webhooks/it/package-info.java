/**
 * Tests of the shipped product as its users meet it: over HTTP, JMS and HTTPS.
 *
 * <p>Knows no class of the product. Harness and tests share one small language, so that a test
 * reads in a few lines: a {@code World} has a running {@code Product}, an {@code Application}
 * registers webhooks in it, a {@code Producer} publishes, an {@code Inbox} shows what arrived.
 */
package webhooks.it;
