/** The rules of TLS, alike for callers, producers and receivers. */
package webhooks.settings.tls;
