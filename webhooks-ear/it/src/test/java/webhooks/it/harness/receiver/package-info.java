/** An HTTPS server that receives deliveries and remembers them. */
package webhooks.it.harness.receiver;
