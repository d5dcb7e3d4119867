package webhooks.domain.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A delivery that this node may send now.
 *
 * @param messageId the event's id
 * @param number of the attempt to be made, from 1
 * @param eventBody the body's bytes up to the webhook's id
 */
public record LeasedDelivery(
    UUID id, UUID webhookId, UUID messageId, int number, byte[] eventBody, Lease lease) {

  private static final byte[] END = "\"}".getBytes(StandardCharsets.US_ASCII);

  /** Returns the body to send: the same bytes on every attempt. */
  public byte[] body() {
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
