/** The option {@code tls}: the client certificate of a webhook, its key, and requests for one. */
package webhooks.domain.option.tls;
