/** Starts the product with its receiver, registers webhooks and publishes events. */
package webhooks.bench.load;
