/** Starts the product, registers webhooks and publishes events. */
package webhooks.bench.load;
