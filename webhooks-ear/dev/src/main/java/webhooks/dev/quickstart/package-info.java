/** Starts the product with the development aids. Its HTTP server listens on loopback only. */
package webhooks.dev.quickstart;
