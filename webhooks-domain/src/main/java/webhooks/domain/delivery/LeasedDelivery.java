package webhooks.domain.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import webhooks.domain.trace.TraceContext;

/**
 * A delivery that this node may send now.
 *
 * @param activation the webhook's activation that the delivery belongs to; its end cancels the
 *     delivery
 * @param number the number of the next attempt, from 1
 * @param scheduled the number of the next attempt since the retry schedule last restarted, from 1;
 *     a requeue restarts it
 * @param event the part of the event that is sent
 */
public record LeasedDelivery(
    UUID id,
    UUID webhookId,
    long activation,
    int number,
    int scheduled,
    EventBody event,
    Lease lease) {

  private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);

  /** Returns the id that the publisher gave the event, or that was derived for it. */
  public UUID messageId() {
    return event.messageId();
  }

  /** Returns the trace id of the event; without a stored trace it follows from the event's id. */
  public String traceId() {
    return event
        .trace()
        .map(TraceContext::traceId)
        .orElseGet(() -> TraceContext.traceIdOf(messageId()));
  }

  /**
   * Returns the body of a webhook without a format, which has the same bytes on every attempt. A
   * format is made from it.
   */
  public byte[] body() {
    return body(event.bytes(), webhookId);
  }

  /**
   * Returns the body of each attempt to deliver an event to a webhook.
   *
   * @param eventBody the bytes of the body before the webhook's id
   */
  public static byte[] body(byte[] eventBody, UUID webhookId) {
    byte[] webhook = webhookId.toString().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(eventBody.length + webhook.length + END.length)
        .put(eventBody)
        .put(webhook)
        .put(END)
        .array();
  }

  /** Returns a description without the body. */
  @Override
  public String toString() {
    return "LeasedDelivery[" + id + ", attempt " + number + "]";
  }
}
