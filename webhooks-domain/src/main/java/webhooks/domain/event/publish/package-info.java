/** Requests to publish: the use case, and the requests that wait to be stored together. */
package webhooks.domain.event.publish;
