package webhooks.delivery.intake;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * Moves messages that were set aside back to the queue of events, in batches: each is taken and
 * sent in one transaction of the session, so that it is in one of the two queues whatever fails.
 *
 * <p>A message keeps the id of this replay, also when it is set aside again: by it the selector
 * passes over what has been moved already, and the replay ends.
 *
 * @param id of this replay
 * @param before told before each commit how many will have been moved then
 */
record Replay(String id, IntConsumer before) {
  static final String PROPERTY = "webhooksReplay";

  private static final Set<String> CHANGED = Set.of(Rejected.REASON, PROPERTY, OriginalId.PROPERTY);
  private static final int MOST_AT_ONCE = 200;
  private static final long WAIT_MILLIS = 1000;

  static Replay starting(IntConsumer before) {
    return new Replay(UUID.randomUUID().toString(), before);
  }

  /**
   * Moves the messages that a selector chooses.
   *
   * @return how many
   */
  int move(Session session, String selector, Patience.Progress progress) throws JMSException {
    try (MessageConsumer consumer =
            session.createConsumer(session.createQueue(Intake.INVALID_QUEUE), selector);
        MessageProducer events = session.createProducer(session.createQueue(Intake.QUEUE))) {
      int count = 0;
      int batch;
      do {
        batch = 0;
        Message message = consumer.receive(WAIT_MILLIS);
        while (message != null) {
          progress.made();
          events.send(asPublished(message, session));
          batch++;
          message = batch < MOST_AT_ONCE ? consumer.receiveNoWait() : null;
        }
        if (batch > 0) {
          count += batch;
          before.accept(count);
          progress.made();
          session.commit();
        }
      } while (batch > 0);
      return count;
    }
  }

  private Message asPublished(Message message, Session session) throws JMSException {
    boolean byIntake = message.propertyExists(Rejected.REASON);
    // Intake keeps the id that a message had in the place of the correlation id.
    String original = byIntake ? message.getJMSCorrelationID() : OriginalId.ofJms(message);
    Message copy = MessageCopy.of(message, session, CHANGED);
    if (byIntake) {
      copy.setJMSCorrelationID(null);
    }
    if (original != null) {
      copy.setStringProperty(OriginalId.PROPERTY, original);
    }
    copy.setStringProperty(PROPERTY, id);
    return copy;
  }
}
