package webhooks.delivery.intake;

import jakarta.jms.JMSException;
import jakarta.jms.Message;

/**
 * The id that the producer gave a message, by whatever protocol and however often it was set aside
 * and replayed since: each sending gives it a new JMS id.
 */
public final class ProducerMessageId {
  /** Where a replayed message keeps the JMS id that it had when it was first published. */
  public static final String PROPERTY = "webhooksOriginalId";

  /** Where Artemis keeps the id of a message that came by AMQP. */
  private static final String AMQP_MESSAGE_ID = "NATIVE_MESSAGE_ID";

  private ProducerMessageId() {}

  /**
   * Returns the id, or null if it has none.
   *
   * <p>Artemis makes up a JMS message id anew each time that it hands on what came by AMQP.
   */
  public static String of(Message message) throws JMSException {
    return message.getObjectProperty(AMQP_MESSAGE_ID) instanceof String original
        ? original
        : ofJms(message);
  }

  /** Returns the JMS id that it had when it was first published, or null. */
  public static String ofJms(Message message) throws JMSException {
    return message.getObjectProperty(PROPERTY) instanceof String original
        ? original
        : message.getJMSMessageID();
  }
}
