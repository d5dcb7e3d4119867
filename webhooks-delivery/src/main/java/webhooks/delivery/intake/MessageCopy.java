package webhooks.delivery.intake;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.intake.message.CloudEventProperties;

/** Copies a received message with its body and properties, to send it to a queue again. */
public final class MessageCopy {
  private static final Logger LOG = Logger.getLogger(MessageCopy.class.getName());

  /**
   * The property by which a producer has Artemis detect duplicates at an address. It is not copied:
   * the broker would refuse to move the message back to a queue where it has been before, and with
   * it all messages of the same transaction.
   */
  private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

  private MessageCopy() {}

  /**
   * Creates a copy. A map or stream message is not copied: this method changes its properties and
   * returns the message itself, because it can be sent as it was received.
   *
   * @param excludedProperties the names of properties that are not copied
   * @throws MessageFormatException if the body can't be copied
   */
  public static Message of(Message message, Session session, Set<String> excludedProperties)
      throws JMSException {
    Map<String, Object> properties = properties(message, excludedProperties);
    Message copy = sameBody(message, session);
    put(properties, message, copy);
    return copy;
  }

  /** Copies the properties of a message, its correlation id and its type to another message. */
  public static void putProperties(Message message, Message copy, Set<String> excludedProperties)
      throws JMSException {
    put(properties(message, excludedProperties), message, copy);
  }

  private static void put(Map<String, Object> properties, Message message, Message copy)
      throws JMSException {
    for (Map.Entry<String, Object> property : properties.entrySet()) {
      setIfValid(copy, property);
    }
    copy.setJMSCorrelationID(message.getJMSCorrelationID());
    copy.setJMSType(message.getJMSType());
  }

  /** Creates the copy that {@link #send} sends. */
  @FunctionalInterface
  public interface CopyFactory {
    /** Returns the copy. */
    Message create() throws JMSException;
  }

  /**
   * Sends a copy of a message and returns it, with its own message id.
   *
   * @throws UnreadableMessageException if the body can't be copied or read. The client reads the
   *     body of a map or a stream only when it sends the message
   */
  public static Message send(CopyFactory factory, MessageProducer producer)
      throws JMSException, UnreadableMessageException {
    try {
      Message copy = factory.create();
      producer.send(copy);
      return copy;
    } catch (MessageFormatException | MessageEOFException | RuntimeException | OutOfMemoryError e) {
      throw new UnreadableMessageException(e);
    }
  }

  /**
   * Sets a property, or leaves it out if JMS does not allow its name. Producers that use AMQP can
   * set such names. The names of {@link CloudEventProperties} become valid ones before.
   */
  private static void setIfValid(Message copy, Map.Entry<String, Object> property) {
    try {
      copy.setObjectProperty(property.getKey(), property.getValue());
    } catch (JMSException | RuntimeException e) {
      LOG.log(Level.FINE, "A property of a moved message is left out", e);
    }
  }

  private static Map<String, Object> properties(Message message, Set<String> excludedProperties)
      throws JMSException {
    Map<String, Object> properties = new LinkedHashMap<>();
    Enumeration<?> names = message.getPropertyNames();
    for (Object name : Collections.list(names)) {
      String text = name.toString();
      if (isCopied(text) && !excludedProperties.contains(text)) {
        CloudEventProperties.putAsInJms(text, message.getObjectProperty(text), properties);
      }
    }
    return properties;
  }

  private static boolean isCopied(String property) {
    return !property.startsWith("JMSX") && !property.equals(DUPLICATE_ID);
  }

  private static Message sameBody(Message message, Session session) throws JMSException {
    if (message instanceof TextMessage text) {
      return session.createTextMessage(text.getText());
    }
    if (message instanceof BytesMessage bytes) {
      BytesMessage copy = session.createBytesMessage();
      bytes.reset();
      byte[] body = new byte[(int) bytes.getBodyLength()];
      bytes.readBytes(body);
      copy.writeBytes(body);
      return copy;
    }
    if (message instanceof ObjectMessage) {
      // Sending it through a resource adapter would deserialize an untrusted object.
      throw new MessageFormatException("An object message is not copied");
    }
    message.clearProperties();
    return message;
  }
}
