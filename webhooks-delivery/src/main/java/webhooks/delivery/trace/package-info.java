/**
 * Sends spans to an OTLP receiver by HTTP. Nothing here is loaded or runs unless an endpoint is
 * set.
 */
package webhooks.delivery.trace;
