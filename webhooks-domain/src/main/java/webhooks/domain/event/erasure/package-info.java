/**
 * Erases events: one by its message id, the delivery of one webhook, or all events that have a
 * value.
 *
 * <p>No class of this package may write a value or a path to a log, an error or the audit trail:
 * they may identify a person.
 */
package webhooks.domain.event.erasure;
