/** The format of the product's log lines on every server. */
package webhooks.settings.log;
