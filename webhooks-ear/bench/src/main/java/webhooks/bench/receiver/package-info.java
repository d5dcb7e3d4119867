/** The receivers of the load: they take deliveries, check a sample of them, or stay silent. */
package webhooks.bench.receiver;
