/** The headers that the owner adds to each request. */
package webhooks.domain.option.header;
