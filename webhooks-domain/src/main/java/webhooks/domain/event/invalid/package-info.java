/**
 * Rejected events: messages that can never be accepted, their list and their replay.
 *
 * <p>The messages are in a queue of the broker, which the delivery module gives access to by {@link
 * InvalidEventQueue}.
 */
package webhooks.domain.event.invalid;
