package webhooks.domain.event;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The parts of an event that each delivery's body contains.
 *
 * @param content the unchanged bytes of the content
 * @param enqueuedDateTime the time of the event, ISO 8601 in UTC
 */
public record EventPayload(byte[] content, String enqueuedDateTime) {
  /** About the length of the other parts. If they are longer, the buffer grows. */
  private static final int OTHER_PARTS_LENGTH = 320;

  /**
   * Returns the beginning of each delivery's body, up to the webhook's id.
   *
   * @param iTwinId the id of the iTwin, or of the account, which is itself an iTwin
   */
  public byte[] bodyBeginning(UUID messageId, String eventType, String iTwinId) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(content.length + OTHER_PARTS_LENGTH);
    body.writeBytes(utf8("{\"content\":"));
    body.writeBytes(content);
    String end =
        ",\"eventType\":\""
            + eventType
            + "\",\"enqueuedDateTime\":\""
            + enqueuedDateTime
            + "\",\"iTwinId\":\""
            + escaped(iTwinId)
            + "\",\"messageId\":\""
            + messageId
            + "\",\"webhookId\":\"";
    body.writeBytes(utf8(end));
    return body.toByteArray();
  }

  private static String escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
