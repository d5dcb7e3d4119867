/** Requests to publish: the use case, and the queues of the requests that wait to be stored. */
package webhooks.domain.event.publish;
