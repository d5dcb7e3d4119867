/** An HTTPS server that receives and records deliveries. */
package webhooks.it.harness.receiver;
