/** The options that add headers to a request: the owner's own headers, and credentials. */
package webhooks.domain.option.header;
