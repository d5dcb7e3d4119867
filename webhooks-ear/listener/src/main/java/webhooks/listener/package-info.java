/**
 * Answers requests in Payara's HTTP listener that Payara would answer wrongly itself: an invalid
 * path or host, and any request while the application does not run.
 *
 * <p>Payara loads {@link webhooks.listener.GuardedStrategy} by its configuration. Nothing here
 * knows the application.
 */
package webhooks.listener;
