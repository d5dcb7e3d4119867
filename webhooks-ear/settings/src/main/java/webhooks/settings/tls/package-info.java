/** The rules of TLS, and certificates that are read again when their files change. */
package webhooks.settings.tls;
