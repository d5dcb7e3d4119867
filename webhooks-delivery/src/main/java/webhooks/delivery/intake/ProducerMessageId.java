package webhooks.delivery.intake;

import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * The id that the producer gave a message, whatever the protocol and however often the event was
 * rejected and replayed: each of these sends gives the message a new JMS id.
 */
public final class ProducerMessageId {
  /** The property of a replayed message that holds its first JMS id. */
  public static final String PROPERTY = "webhooksOriginalId";

  /** The property in which Artemis keeps the id of a message sent by AMQP. */
  private static final String AMQP_MESSAGE_ID = "NATIVE_MESSAGE_ID";

  private ProducerMessageId() {}

  /**
   * Returns the producer's id, or null if there is none.
   *
   * <p>Artemis generates another JMS id each time that it delivers a message sent by AMQP.
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
