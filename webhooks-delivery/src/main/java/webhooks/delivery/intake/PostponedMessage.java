package webhooks.delivery.intake;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import webhooks.delivery.intake.message.ProducerMessageId;

/**
 * A message whose iTwin is not known yet. It goes back to the end of its queue with a delay, at
 * most five times, so that no other message waits for it.
 *
 * @param message the message as it was received
 * @param delay the time until it is received again
 */
record PostponedMessage(Message message, Duration delay) {
  /**
   * The property that counts how often a message was sent back. A rejected message keeps it, so
   * that its replay is not postponed again.
   */
  static final String COUNT = "webhooksPostponed";

  /** Half a minute in all: the creation of an iTwin may come by another producer or node. */
  static final List<Duration> DELAYS =
      List.of(
          Duration.ofMillis(250),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(8),
          Duration.ofSeconds(18));

  /** Returns how often the message was sent back. */
  static int count(Message message) throws JMSException {
    return message.getObjectProperty(COUNT) instanceof Integer count ? Math.max(0, count) : 0;
  }

  /**
   * Sends the message back.
   *
   * @throws UnreadableMessageException if its body can't be copied
   */
  void send(Session session, MessageProducer events)
      throws JMSException, UnreadableMessageException {
    events.setDeliveryDelay(delay.toMillis());
    MessageCopy.send(() -> copy(session), events);
  }

  private Message copy(Session session) throws JMSException {
    String id = ProducerMessageId.ofJms(message);
    Message copy = MessageCopy.of(message, session, Set.of(COUNT, ProducerMessageId.PROPERTY));
    copy.setIntProperty(COUNT, count(message) + 1);
    if (id != null) {
      copy.setStringProperty(ProducerMessageId.PROPERTY, id);
    }
    return copy;
  }
}
