/** Drives a browser. */
package webhooks.it.harness.browser;
