/**
 * What the application finds under {@code java:app} when it runs in Payara Micro.
 *
 * <p>The only place that uses what this server alone understands.
 */
package webhooks.micro.resources;
