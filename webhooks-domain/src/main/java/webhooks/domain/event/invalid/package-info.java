/**
 * Rejected events, which are messages that can never be accepted: their list and their replay.
 *
 * <p>The messages are in a queue of the broker. The node gives access to it by {@link
 * webhooks.domain.node.InvalidEventQueue}.
 */
package webhooks.domain.event.invalid;
