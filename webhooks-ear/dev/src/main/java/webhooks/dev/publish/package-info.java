/** A producer for the command line. */
package webhooks.dev.publish;
