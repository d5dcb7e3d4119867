/** Tests how the trace of an event reaches its receiver. */
package webhooks.it.delivery.trace;
