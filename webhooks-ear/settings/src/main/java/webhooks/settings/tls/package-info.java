/** TLS, alike for callers, producers and receivers: its rules, and certificates read again. */
package webhooks.settings.tls;
