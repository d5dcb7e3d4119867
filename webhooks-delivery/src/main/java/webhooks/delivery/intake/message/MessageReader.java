package webhooks.delivery.intake.message;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.event.CloudEventAttributes;
import webhooks.domain.event.Event;
import webhooks.domain.event.EventReader;
import webhooks.domain.event.InvalidEventException;

/**
 * Reads the event of a message: an iTwin event, or a CloudEvent in structured or binary mode.
 *
 * <p>The content type decides for structured mode, then a property {@code specversion} for binary
 * mode, then the body. A JMS message has no content type, so its body alone shows structured mode.
 */
public final class MessageReader {
  /** A larger message is rejected before it is parsed: an event's content has at most 256 KiB. */
  private static final int MAX_BYTES = 1024 * 1024;

  private final EventReader reader;

  /** Creates a reader. */
  public MessageReader(EventReader reader) {
    this.reader = reader;
  }

  /**
   * Reads the event of a message, with its trace.
   *
   * @throws InvalidEventException if the event can never be accepted
   */
  public Event read(Message message) throws JMSException {
    return event(message, body(message)).withTrace(MessageTrace.of(message));
  }

  private Event event(Message message, byte[] body) throws JMSException {
    if (CloudEventProperties.isStructured(message)) {
      return reader.readCloudEvent(body);
    }
    Optional<CloudEventAttributes> attributes = CloudEventProperties.attributes(message);
    if (attributes.isPresent()) {
      return reader.readCloudEvent(attributes.get(), body);
    }
    UUID ownId = ProducerMessageId.eventId(message);
    return reader.read(body, () -> ownId);
  }

  private static byte[] body(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      String json = text.getText();
      return checked((json == null ? "" : json).getBytes(StandardCharsets.UTF_8));
    }
    if (message instanceof BytesMessage bytes) {
      if (bytes.getBodyLength() > MAX_BYTES) {
        throw new InvalidEventException("The message is larger than 1 MiB.");
      }
      byte[] json = new byte[(int) bytes.getBodyLength()];
      bytes.reset();
      bytes.readBytes(json);
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
      } catch (CharacterCodingException e) {
        throw new InvalidEventException("The message is not UTF-8.");
      }
      return json;
    }
    throw new InvalidEventException("The message is neither a text nor a bytes message.");
  }

  private static byte[] checked(byte[] json) {
    if (json.length > MAX_BYTES) {
      throw new InvalidEventException("The message is larger than 1 MiB.");
    }
    return json;
  }
}
