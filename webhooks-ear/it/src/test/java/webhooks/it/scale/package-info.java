/** Measurements and tests with many rows: thousands of webhooks, millions of deliveries. */
package webhooks.it.scale;
