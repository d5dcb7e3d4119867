/** Starts the product with the development aids, listening on loopback only. */
package webhooks.dev.quickstart;
