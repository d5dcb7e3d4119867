/** Command-line producer of events. */
package webhooks.dev.publish;
