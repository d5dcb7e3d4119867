package webhooks.delivery.intake;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.Backoff;
import webhooks.delivery.worker.StopSignal;

/**
 * Makes the broker move messages that the JMS client can't read to its dead-letter address, so that
 * they do not stop a queue consumer.
 *
 * <p>{@code receive} fails for such a message, before the client acknowledges it. Artemis counts a
 * delivery only if it was acknowledged and rolled back, so the rollback of a transacted session
 * would bring the message back again and again. {@link Session#recover} makes Artemis count a
 * delivery of the first message that it has sent to the session. After {@code
 * max-delivery-attempts} the broker moves the message to its dead-letter address, unread.
 *
 * <p>Nothing is received in the session that recovers, so no message is ever acknowledged there. If
 * another consumer or node has taken the unreadable message meanwhile, the broker counts a delivery
 * of the first message that is left, usually a readable one. So only one delivery is counted for
 * each failed {@code receive}: most of a series would be counted for such a readable message. After
 * a failure for lack of memory a few deliveries are counted, because each such failure costs a full
 * garbage collection. For one thread.
 */
final class UnreadableMessages {
  private static final Logger LOG = Logger.getLogger(UnreadableMessages.class.getName());

  /** The number of counted deliveries after a failure for lack of memory. */
  private static final int RECOVERIES_WITHOUT_MEMORY = 5;

  /** The number of messages that are received one by one before batches are formed again. */
  private static final int SINGLE_MESSAGES = 200;

  /**
   * The number of these messages that an empty batch counts as. One empty batch does not end the
   * single messages: another consumer may have the unreadable message, and its failure can take
   * seconds without memory.
   */
  private static final int SINGLE_MESSAGES_PER_EMPTY_RECEIPT = 20;

  /**
   * The number of failures between two warnings with advice. One message causes about as many
   * failures as {@code max-delivery-attempts}, 100 in the broker of this product.
   */
  private static final int FAILURES_PER_WARNING = 1000;

  /** The number of batches that may fail in a row before messages are received one by one. */
  private static final int MAX_FAILED_BATCHES = 20;

  private final ConnectionFactory connections;
  private final Backoff backoff;
  private int singleMessages;
  private int failures;
  private int failedBatches;
  private int toBeCounted;

  UnreadableMessages(ConnectionFactory connections, StopSignal stop) {
    this.connections = connections;
    this.backoff = new Backoff(stop);
  }

  /** Returns whether an unreadable message may be next, so that batches must hold one message. */
  boolean isSuspected() {
    return singleMessages > 0;
  }

  /** Notes that a message could not be read, though the broker answers. */
  void add(UnreadableMessageException failure) {
    // A first failure counts no delivery: the server may have caused it, and the readable messages
    // of its batch come first again, so a delivery of one of them would be counted.
    toBeCounted = isSuspected() ? recoveries(failure) : 0;
    LOG.log(
        isSuspected() ? Level.FINE : Level.WARNING,
        "A message can't be read by the JMS client; if that stays so, the broker moves it to its"
            + " dead-letter address",
        failure);
    singleMessages = SINGLE_MESSAGES;
    failures++;
  }

  private static int recoveries(UnreadableMessageException failure) {
    return failure.getCause() instanceof OutOfMemoryError ? RECOVERIES_WITHOUT_MEMORY : 1;
  }

  /**
   * Notes that a batch could not be stored. Its rollback counts a delivery of each message, so
   * after some such batches messages are received one by one.
   */
  void batchFailed() {
    failedBatches++;
    if (failedBatches >= MAX_FAILED_BATCHES) {
      singleMessages = SINGLE_MESSAGES;
    }
  }

  /** Notes that messages, possibly none, were received and acknowledged. */
  void received(int count) {
    int passed = count == 0 ? SINGLE_MESSAGES_PER_EMPTY_RECEIPT : count;
    singleMessages = Math.max(0, singleMessages - passed);
    toBeCounted = 0;
    failedBatches = 0;
    if (!isSuspected()) {
      failures = 0;
      backoff.reset();
    }
  }

  /**
   * Makes the broker count deliveries of the message that could not be read, if there is one. Call
   * it after the session that received the message was rolled back and closed.
   *
   * @throws JMSException if the broker can't be reached; nothing is counted then
   */
  void countDelivery() throws JMSException {
    if (toBeCounted == 0) {
      return;
    }
    int recoveries = toBeCounted;
    toBeCounted = 0;
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      connection.start();
      recover(session, recoveries);
    }
    if (failures % FAILURES_PER_WARNING == 0) {
      LOG.log(
          Level.WARNING,
          "Many messages in a row cannot be read; if the broker does not move them to a dead-letter"
              + " address, set max-delivery-attempts and dead-letter-address for queue {0}",
          EventQueues.EVENTS);
      backoff.pause();
    }
  }

  private static void recover(Session session, int recoveries) throws JMSException {
    Queue queue = session.createQueue(EventQueues.EVENTS);
    MessageConsumer consumer = session.createConsumer(queue, EventQueues.RECEIVABLE);
    try {
      for (int i = 0; i < recoveries; i++) {
        awaitDelivery(session, queue);
        session.recover();
      }
    } finally {
      consumer.close();
    }
  }

  /** Waits until the broker has sent messages to the consumers of the session, if there are any. */
  private static void awaitDelivery(Session session, Queue queue) throws JMSException {
    try (QueueBrowser browser = session.createBrowser(queue, EventQueues.RECEIVABLE)) {
      // The broker serves the session's consumers in order: before it answers the browser, it has
      // served the consumer.
      browser.getEnumeration().hasMoreElements();
    }
  }
}
