package webhooks.domain.delivery;

import java.util.Optional;
import java.util.UUID;
import webhooks.domain.trace.TraceContext;

/**
 * The part of an event that its deliveries send.
 *
 * @param messageId the id that the publisher gave the event, or that was derived for it
 * @param bytes the bytes of the body before the webhook's id; null if the event is missing in the
 *     database, or erased
 * @param trace the stored trace of the event, if it has one
 * @param operational whether it is an operational event, which this product made about a webhook
 */
public record EventBody(
    UUID messageId, byte[] bytes, Optional<TraceContext> trace, boolean operational) {
  /** The body of an erased event is empty in the database. */
  public EventBody {
    bytes = bytes != null && bytes.length == 0 ? null : bytes;
  }

  /** Returns the body of an event without a trace, which is no operational event. */
  public static EventBody of(UUID messageId, byte[] bytes) {
    return new EventBody(messageId, bytes, Optional.empty(), false);
  }

  /** Returns the body with these bytes. */
  public EventBody withBytes(byte[] read) {
    return new EventBody(messageId, read, trace, operational);
  }

  /** Returns the size in bytes. */
  public int size() {
    return bytes == null ? 0 : bytes.length;
  }

  /** Returns a description without the body. */
  @Override
  public String toString() {
    return "EventBody[" + size() + " bytes]";
  }
}
