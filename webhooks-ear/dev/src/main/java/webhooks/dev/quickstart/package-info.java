/** Starts the product with the development aids, on this machine only. */
package webhooks.dev.quickstart;
