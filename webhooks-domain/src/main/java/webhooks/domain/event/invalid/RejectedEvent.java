package webhooks.domain.event.invalid;

import java.time.Instant;

/**
 * A message that could not be accepted as an event.
 *
 * @param id the message's own id, as JMS has it
 * @param reason why it could not be accepted
 * @param time when it was rejected
 * @param body its beginning, as text
 * @param truncated whether there is more of the body
 */
public record RejectedEvent(
    String id, String reason, Instant time, String body, boolean truncated) {
  /** Returns a text without the body. */
  @Override
  public String toString() {
    return "RejectedEvent[" + id + "]";
  }
}
