/** The interface of an option, and the reader of its JSON. */
package webhooks.domain.option.value;
