/** The rule for the keys of TLS, alike for callers, producers and receivers. */
package webhooks.settings.tls;
