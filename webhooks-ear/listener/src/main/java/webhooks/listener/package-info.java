/**
 * Guards Payara's HTTP listeners: limits connections, gives requests their turn, answers health
 * probes, and answers requests that Payara itself would answer wrongly, such as an invalid path or
 * any request while the application does not run.
 *
 * <p>Payara loads {@link webhooks.listener.GuardedStrategy} by its configuration. Nothing here
 * knows the application.
 */
package webhooks.listener;
