/** Shows owners which events a webhook would get with some options, and as which requests. */
package webhooks.domain.event.preview;
