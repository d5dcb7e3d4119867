package webhooks.delivery.intake.message;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.domain.id.Ids;

/**
 * Reads the id that the producer gave to a message, whatever its protocol is. The id stays the same
 * when the message is postponed, rejected or replayed, although each send creates a new JMS id.
 */
public final class ProducerMessageId {
  /** The property of a postponed or replayed message that holds its first JMS id. */
  public static final String PROPERTY = "webhooksOriginalId";

  /** The property in which Artemis keeps the id of a message sent by AMQP. */
  private static final String AMQP_MESSAGE_ID = "NATIVE_MESSAGE_ID";

  /** The id after {@code ID:} and the mark by which Artemis notes the type of an AMQP id. */
  private static final Pattern PREFIXED =
      Pattern.compile("(?:ID:)?(?:AMQP_(?:UUID|STRING|NO_PREFIX):)?(?:ID:)?(.*)", Pattern.DOTALL);

  private ProducerMessageId() {}

  /**
   * Returns the id of an event whose body has none: the producer's id if it is a UUID, else an id
   * made from it, so that a repeat has the same one. Without a producer's id it is a new one.
   */
  public static UUID eventId(Message message) throws JMSException {
    String given = of(message);
    return given == null ? Ids.next() : uuid(given).orElseGet(() -> Ids.named(given));
  }

  private static Optional<UUID> uuid(String id) {
    return Optional.of(PREFIXED.matcher(id))
        .filter(Matcher::matches)
        .flatMap(matcher -> Ids.parse(matcher.group(1)));
  }

  /**
   * Returns the producer's id, or null if there is none.
   *
   * <p>The AMQP id comes first: Artemis generates another JMS id each time that it delivers a
   * message sent by AMQP.
   */
  public static String of(Message message) throws JMSException {
    return message.getObjectProperty(AMQP_MESSAGE_ID) instanceof String original
        ? original
        : ofJms(message);
  }

  /** Returns the first JMS id of the message, or null. */
  public static String ofJms(Message message) throws JMSException {
    return message.getObjectProperty(PROPERTY) instanceof String original
        ? original
        : message.getJMSMessageID();
  }
}
