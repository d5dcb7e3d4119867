/**
 * Rejected events, which are messages that can never be accepted: their list and their replay.
 *
 * <p>The messages are in a queue of the broker. The delivery module gives access to it by {@link
 * InvalidEventQueue}.
 */
package webhooks.domain.event.invalid;
