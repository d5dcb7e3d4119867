package webhooks.delivery.intake.invalid;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Optional;
import java.util.Set;
import webhooks.delivery.intake.EventQueues;
import webhooks.delivery.intake.MessageCopy;
import webhooks.delivery.intake.RejectedMessage;
import webhooks.delivery.intake.UnreadableMessageException;
import webhooks.delivery.intake.message.ProducerMessageId;
import webhooks.domain.node.RejectedEvent;

/**
 * Replaces the body of a rejected event: takes the message and sends another one with its
 * properties to the end of the same queue, in one JMS transaction.
 *
 * <p>A repeat of the event that the producer sends later has the same message id as the corrected
 * one, because the first JMS id is kept.
 *
 * @param body the new body
 * @param beforeCommit is called before the commit
 */
record Replacement(String id, String body, Runnable beforeCommit) {
  private static final long WAIT_MILLIS = 1000;

  /** Returns the new message; empty if there is none to replace, or the client can't read it. */
  Optional<RejectedEvent> make(Session session, BrokerExecutor.OperationProgress progress)
      throws JMSException {
    Queue queue = session.createQueue(EventQueues.INVALID);
    try (MessageConsumer consumer =
            session.createConsumer(queue, MessageSelectors.ofIds(Set.of(id)));
        MessageProducer producer = session.createProducer(queue)) {
      Message message = Replay.next(consumer, WAIT_MILLIS);
      progress.stepDone();
      if (message == null) {
        return Optional.empty();
      }
      Message sent = MessageCopy.send(() -> corrected(message, session), producer);
      beforeCommit.run();
      progress.stepDone();
      session.commit();
      return Optional.of(PageReader.rejectedEvent(sent));
    } catch (UnreadableMessageException e) {
      session.rollback();
      return Optional.empty();
    }
  }

  private Message corrected(Message message, Session session) throws JMSException {
    TextMessage copy = session.createTextMessage(body);
    MessageCopy.putProperties(message, copy, Set.of());
    if (!message.propertyExists(RejectedMessage.REASON)) {
      // The broker or an operator moved it here.
      copy.setStringProperty(RejectedMessage.REASON, PageReader.WITHOUT_REASON);
      copy.setJMSCorrelationID(ProducerMessageId.ofJms(message));
    }
    return copy;
  }
}
