package webhooks.delivery.intake.invalid;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.intake.EventQueues;
import webhooks.delivery.intake.MessageCopy;
import webhooks.delivery.intake.RejectedMessage;
import webhooks.delivery.intake.UnreadableMessageException;
import webhooks.delivery.intake.message.ProducerMessageId;

/**
 * Moves rejected events back to the queue of events, in batches: each batch is received and sent in
 * one JMS transaction, so a message is always in exactly one of the two queues.
 *
 * <p>A message keeps the id of the replay as a property, also if it is rejected again. {@link
 * MessageSelectors#until} leaves such messages out, so that a replay of all messages ends.
 *
 * <p>A message that the JMS client can't read stays where it is; text and bytes messages are then
 * moved by their ids. A readable message behind it that has the same id stays too.
 */
final class Replay {
  /** The property that holds the id of the replay that moved a message last. */
  static final String PROPERTY = "webhooksReplay";

  /** The property that holds how often a message was replayed. */
  private static final String COUNT = "webhooksReplays";

  private static final Logger LOG = Logger.getLogger(Replay.class.getName());
  private static final Set<String> EXCLUDED_PROPERTIES =
      Set.of(RejectedMessage.REASON, PROPERTY, COUNT, ProducerMessageId.PROPERTY);
  private static final int MAX_BATCH = 200;
  private static final long WAIT_MILLIS = 1000;

  private final String id = UUID.randomUUID().toString();
  private final IntConsumer beforeCommit;
  private final Set<String> skippedIds = new HashSet<>();
  private int count;

  /**
   * Creates a replay.
   *
   * @param beforeCommit is called before each commit with the number of messages moved by then
   */
  Replay(IntConsumer beforeCommit) {
    this.beforeCommit = beforeCommit;
  }

  /** Returns the id of this replay. */
  String id() {
    return id;
  }

  /**
   * Moves the messages that a selector chooses.
   *
   * @return how many were moved
   */
  int move(Session session, String selector, BrokerExecutor.OperationProgress progress)
      throws JMSException {
    try {
      moveAll(session, selector, progress);
    } catch (UnreadableMessageException e) {
      LOG.log(
          Level.WARNING,
          "The JMS client cannot read a message in {0}: it stays there",
          EventQueues.INVALID);
      session.rollback();
      moveReadable(session, selector, progress);
    }
    return count;
  }

  private void moveReadable(
      Session session, String selector, BrokerExecutor.OperationProgress progress)
      throws JMSException {
    int handled;
    do {
      handled = count + skippedIds.size();
      Set<String> ids = readableIds(session, selector, progress);
      try {
        if (!ids.isEmpty()) {
          moveAll(session, MessageSelectors.ofIds(ids), progress);
        }
      } catch (UnreadableMessageException e) {
        session.rollback();
        moveOneByOne(session, ids, progress);
      }
    } while (count + skippedIds.size() > handled);
  }

  /** Moves the first message of each id, unless the JMS client can't read it. */
  private void moveOneByOne(
      Session session, Set<String> ids, BrokerExecutor.OperationProgress progress)
      throws JMSException {
    Queue invalid = session.createQueue(EventQueues.INVALID);
    for (String messageId : ids) {
      progress.stepDone();
      String selector = MessageSelectors.ofIds(Set.of(messageId));
      try (MessageConsumer consumer = session.createConsumer(invalid, selector);
          MessageProducer events =
              session.createProducer(session.createQueue(EventQueues.EVENTS))) {
        moveBatch(session, consumer, events, 1, progress);
      } catch (UnreadableMessageException e) {
        session.rollback();
        skippedIds.add(messageId);
      }
    }
  }

  /** Returns the ids of the first messages that can be moved, at most as many as a batch has. */
  private Set<String> readableIds(
      Session session, String selector, BrokerExecutor.OperationProgress progress)
      throws JMSException {
    Queue queue = session.createQueue(EventQueues.INVALID);
    Set<String> ids = new HashSet<>();
    try (QueueBrowser browser = session.createBrowser(queue, selector)) {
      Enumeration<?> messages = browser.getEnumeration();
      while (ids.size() < MAX_BATCH && PageReader.hasMore(messages)) {
        Message message = PageReader.next(messages);
        progress.stepDone();
        if (isCopyable(message, session) && isMovable(message.getJMSMessageID())) {
          ids.add(message.getJMSMessageID());
        }
      }
    }
    return ids;
  }

  private boolean isMovable(String messageId) {
    return messageId != null && !skippedIds.contains(messageId);
  }

  private void moveAll(Session session, String selector, BrokerExecutor.OperationProgress progress)
      throws JMSException, UnreadableMessageException {
    Queue invalid = session.createQueue(EventQueues.INVALID);
    try (MessageConsumer consumer = session.createConsumer(invalid, selector);
        MessageProducer events = session.createProducer(session.createQueue(EventQueues.EVENTS))) {
      int batch;
      do {
        batch = moveBatch(session, consumer, events, MAX_BATCH, progress);
      } while (batch > 0);
    }
  }

  /** Moves messages in one transaction and returns how many. */
  private int moveBatch(
      Session session,
      MessageConsumer consumer,
      MessageProducer events,
      int limit,
      BrokerExecutor.OperationProgress progress)
      throws JMSException, UnreadableMessageException {
    int batch = 0;
    Message message = next(consumer, WAIT_MILLIS);
    while (message != null) {
      progress.stepDone();
      Message received = message;
      MessageCopy.send(() -> asPublished(received, session), events);
      batch++;
      message = batch < limit ? next(consumer, 0) : null;
    }
    if (batch > 0) {
      beforeCommit.accept(count + batch);
      progress.stepDone();
      session.commit();
      count += batch;
    }
    return batch;
  }

  static Message next(MessageConsumer consumer, long waitMillis)
      throws JMSException, UnreadableMessageException {
    try {
      return waitMillis > 0 ? consumer.receive(waitMillis) : consumer.receiveNoWait();
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new UnreadableMessageException(e);
    }
  }

  /** Returns whether the message may be an event and can be copied; its body may be unreadable. */
  private boolean isCopyable(Message message, Session session) {
    if (!(message instanceof TextMessage || message instanceof BytesMessage)) {
      return false;
    }
    try {
      asPublished(message, session);
      return true;
    } catch (JMSException | RuntimeException e) {
      return false;
    }
  }

  private Message asPublished(Message message, Session session) throws JMSException {
    boolean byIntake = message.propertyExists(RejectedMessage.REASON);
    // Intake keeps the first JMS id as the correlation id.
    String original = byIntake ? message.getJMSCorrelationID() : ProducerMessageId.ofJms(message);
    Message copy = MessageCopy.of(message, session, EXCLUDED_PROPERTIES);
    if (byIntake) {
      copy.setJMSCorrelationID(null);
    }
    if (original != null) {
      copy.setStringProperty(ProducerMessageId.PROPERTY, original);
    }
    copy.setStringProperty(PROPERTY, id);
    copy.setIntProperty(COUNT, replays(message) + 1);
    return copy;
  }

  /**
   * Returns how often a message was replayed. An earlier version of the product only noted that it
   * was.
   */
  static int replays(Message message) throws JMSException {
    if (!message.propertyExists(PROPERTY)) {
      return 0;
    }
    try {
      return Math.max(1, message.getIntProperty(COUNT));
    } catch (JMSException | RuntimeException e) {
      return 1;
    }
  }
}
