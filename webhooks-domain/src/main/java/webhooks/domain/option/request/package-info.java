/** Which form an event has in the request to the receiver: its body and the headers about it. */
package webhooks.domain.option.request;
