package webhooks.delivery.intake;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.worker.Backoff;
import webhooks.delivery.worker.DependencyHealth;
import webhooks.delivery.worker.StopSignal;

/**
 * Receives events from the queue, many at a time: first the database commits them, then JMS alone.
 *
 * <p>The session's transaction has JMS as its only resource. A message that is received again
 * because its commit failed is recognised by its message id and stored once. While the database is
 * away, the received batch is kept and tried again, so that nothing goes back to the broker and no
 * redelivery is counted. When the broker is away, the loop connects again.
 *
 * <p>A message that the JMS client itself can't read or copy makes {@code receive} or the copy to
 * the invalid queue fail. The loop then takes one message at a time, so that a rollback counts no
 * other message, and has the broker count each delivery of the unreadable one ({@link
 * UnreadableMessages}) until it moves the message to its dead-letter address. One thread runs a
 * loop.
 */
public final class EventQueueConsumer implements Runnable {
  private static final Logger LOG = Logger.getLogger(EventQueueConsumer.class.getName());

  private static final int MAX_BATCH = 200;

  /** No more is received once a batch holds as much: messages may have 4 MiB each. */
  private static final long MAX_BATCH_BYTES = 8 * 1024 * 1024;

  private static final long WAIT_MILLIS = 500;

  private final ConnectionFactory connections;
  private final MessageIngest acceptance;
  private final DependencyHealth broker;
  private final IntConsumer setAside;
  private final StopSignal stop;
  private final Backoff backoff;
  private final UnreadableMessages unreadableMessages;

  /**
   * Creates a loop that hands what it receives to be accepted.
   *
   * @param broker is told whether the broker answers; loops may share it
   * @param setAside is told how many could never be accepted, once they are set aside
   */
  public EventQueueConsumer(
      ConnectionFactory connections,
      MessageIngest acceptance,
      DependencyHealth broker,
      StopSignal stop,
      IntConsumer setAside) {
    this.setAside = setAside;
    this.broker = broker;
    this.stop = stop;
    this.backoff = new Backoff(stop);
    this.connections = connections;
    this.acceptance = acceptance;
    this.unreadableMessages = new UnreadableMessages(connections, stop);
  }

  /** Runs until it is time to stop. */
  @Override
  public void run() {
    while (!stop.isSet()) {
      broker.asked();
      try {
        receive();
        unreadableMessages.countDelivery();
      } catch (JMSException | RuntimeException | Error e) {
        if (!stop.isSet()) {
          LOG.log(
              backoff.isFresh() ? Level.WARNING : Level.FINE,
              "Events can't be received for the moment, connecting to the broker again",
              e);
          backoff.pause();
        }
      }
    }
  }

  /** Receives batches until it is time to stop or a message can't be read. */
  private void receive() throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = TransactedSessions.transacted(connection)) {
      connection.start();
      Queue queue = session.createQueue(EventQueues.EVENTS);
      try (MessageConsumer consumer = session.createConsumer(queue, EventQueues.RECEIVABLE);
          MessageProducer invalid =
              session.createProducer(session.createQueue(EventQueues.INVALID))) {
        while (!stop.isSet()) {
          broker.asked();
          store(receiveBatch(session, consumer), session, invalid);
          backoff.reset();
        }
      } catch (UnreadableMessageException e) {
        broker.answered();
        unreadableMessages.add(e);
      }
    }
  }

  /**
   * Receives a batch, empty if no message comes for a while.
   *
   * @throws UnreadableMessageException if {@code receive} fails while the broker answers; nothing
   *     is acknowledged then
   */
  private List<Message> receiveBatch(Session session, MessageConsumer consumer)
      throws JMSException, UnreadableMessageException {
    int max = unreadableMessages.isSuspected() ? 1 : MAX_BATCH;
    List<Message> batch = new ArrayList<>();
    long bytes = 0;
    try {
      Message message = consumer.receive(WAIT_MILLIS);
      while (message != null) {
        batch.add(message);
        bytes += bytes(message);
        message = batch.size() < max && bytes < MAX_BATCH_BYTES ? consumer.receiveNoWait() : null;
      }
      return batch;
    } catch (JMSException | RuntimeException | OutOfMemoryError e) {
      // OutOfMemoryError: a body may claim a size that no memory has room for.
      rollBack(session, e);
      throw new UnreadableMessageException(e);
    } catch (Error e) {
      rollBack(session, e);
      throw e;
    }
  }

  /** Stores a batch and acknowledges it. */
  private void store(List<Message> batch, Session session, MessageProducer invalid)
      throws JMSException, UnreadableMessageException {
    try {
      int rejected = batch.isEmpty() ? 0 : accept(batch, session, invalid);
      // An empty batch is committed too: only a commit detects a dead broker.
      session.commit();
      broker.answered();
      unreadableMessages.received(batch.size());
      setAside.accept(rejected);
    } catch (JMSException | UnreadableMessageException | RuntimeException | Error e) {
      rollBack(session, e);
      throw e;
    }
  }

  /**
   * Rolls the session back after a failure. Closing it does not: the next commit on its connection
   * would take the received messages along.
   */
  private static void rollBack(Session session, Throwable failure) throws JMSException {
    try {
      session.rollback();
    } catch (JMSException | RuntimeException e) {
      e.addSuppressed(failure);
      throw e;
    }
  }

  private static long bytes(Message message) throws JMSException {
    try {
      if (message instanceof TextMessage text) {
        return text.getText() == null ? 0 : 2L * text.getText().length();
      }
      if (message instanceof BytesMessage bytes) {
        return bytes.getBodyLength();
      }
    } catch (RuntimeException e) {
      // The acceptance of the batch rejects a message whose body can't be read.
    }
    // The size of other kinds, which are no events, is unknown: the batch ends with them.
    return MAX_BATCH_BYTES;
  }

  /** Returns how many could never be accepted. */
  private int accept(List<Message> batch, Session session, MessageProducer invalid)
      throws JMSException, UnreadableMessageException {
    // Time spent in the database does not count as broker downtime.
    broker.answered();
    List<RejectedMessage> all = acceptance.accept(batch);
    broker.asked();
    for (RejectedMessage rejected : all) {
      LOG.warning(() -> "Event set aside in " + EventQueues.INVALID + ": " + rejected.reason());
      MessageCopy.send(() -> rejected.withReason(session), invalid);
    }
    return all.size();
  }
}
