package webhooks.domain.node;

import java.time.Instant;

/**
 * A rejected event: a message that can never be accepted.
 *
 * @param id the JMS id of the message
 * @param reason the reason of the rejection
 * @param time the time of the rejection
 * @param body the beginning of the body, as text
 * @param truncated whether the body is longer
 * @param replays how often it was replayed, and so rejected again
 */
public record RejectedEvent(
    String id, String reason, Instant time, String body, boolean truncated, int replays) {
  /** Returns a description without the body. */
  @Override
  public String toString() {
    return "RejectedEvent[" + id + "]";
  }
}
