package webhooks.domain.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A delivery that this node may send now.
 *
 * @param messageId the event's id
 * @param number of the attempt to be made, from 1
 * @param scheduled its place in the retry schedule, from 1: less than the number once the delivery
 *     was requeued
 * @param eventBody the body's bytes up to the webhook's id
 */
public record LeasedDelivery(
    UUID id,
    UUID webhookId,
    UUID messageId,
    int number,
    int scheduled,
    byte[] eventBody,
    Lease lease) {

  private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);

  /** Returns the body to send: the same bytes on every attempt. */
  public byte[] body() {
    return body(eventBody, webhookId);
  }

  /**
   * Returns the body of every attempt to deliver an event to a webhook.
   *
   * @param eventBody the body's bytes up to the webhook's id
   */
  public static byte[] body(byte[] eventBody, UUID webhookId) {
    byte[] webhook = webhookId.toString().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(eventBody.length + webhook.length + END.length)
        .put(eventBody)
        .put(webhook)
        .put(END)
        .array();
  }

  /** Returns a text without the body. */
  @Override
  public String toString() {
    return "LeasedDelivery[" + id + ", attempt " + number + "]";
  }
}
