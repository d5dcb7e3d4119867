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
 * <p>The session's transaction has JMS as its only resource. What is received again because its
 * commit failed is known by its message id and stored once. While the database is away, the batch
 * in hand is kept and tried again, so that nothing goes back to the broker and no redelivery is
 * counted. When the broker is away, the loop connects anew. One thread runs it.
 */
public final class Intake implements Runnable {
  static final String QUEUE = "webhooks.events";
  static final String INVALID_QUEUE = "webhooks.events.invalid";

  private static final Logger LOG = Logger.getLogger(Intake.class.getName());

  private static final int MOST_AT_ONCE = 200;

  /** No more is received once a batch holds as much: messages may have 4 MiB each. */
  private static final long ENOUGH_BYTES = 8 * 1024 * 1024;

  private static final long WAIT_MILLIS = 500;

  private final ConnectionFactory connections;
  private final Acceptance acceptance;
  private final DependencyHealth broker;
  private final IntConsumer setAside;
  private final StopSignal stop;
  private final Backoff backoff;

  /**
   * Creates a loop that hands what it receives to be accepted.
   *
   * @param broker is told whether the broker answers; loops may share it
   * @param setAside is told how many could never be accepted, once they are set aside
   */
  public Intake(
      ConnectionFactory connections,
      Acceptance acceptance,
      DependencyHealth broker,
      StopSignal stop,
      IntConsumer setAside) {
    this.setAside = setAside;
    this.broker = broker;
    this.stop = stop;
    this.backoff = new Backoff(stop);
    this.connections = connections;
    this.acceptance = acceptance;
  }

  /** Runs until it is time to stop. */
  @Override
  public void run() {
    while (!stop.isSet()) {
      broker.asked();
      try (Connection connection = connections.createConnection();
          Session session = Sessions.transacted(connection)) {
        connection.start();
        receiveFrom(session);
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

  private void receiveFrom(Session session) throws JMSException {
    Queue queue = session.createQueue(QUEUE);
    try (MessageConsumer consumer = session.createConsumer(queue, Selectors.RECEIVABLE);
        MessageProducer invalid = session.createProducer(session.createQueue(INVALID_QUEUE))) {
      while (!stop.isSet()) {
        takeNext(session, consumer, invalid);
        backoff.reset();
      }
    }
  }

  private void takeNext(Session session, MessageConsumer consumer, MessageProducer invalid)
      throws JMSException {
    boolean done = false;
    try {
      broker.asked();
      List<Message> batch = receive(consumer);
      int rejected = batch.isEmpty() ? 0 : take(batch, session, invalid);
      // Also of nothing: only this tells a broker that has no message from one that is gone.
      session.commit();
      broker.answered();
      setAside.accept(rejected);
      done = true;
    } finally {
      if (!done) {
        // Closing the session would not: the next commit on its connection took these along, also
        // those of a batch that could not be received to its end.
        session.rollback();
      }
    }
  }

  private static List<Message> receive(MessageConsumer consumer) throws JMSException {
    List<Message> batch = new ArrayList<>();
    long bytes = 0;
    Message message = consumer.receive(WAIT_MILLIS);
    while (message != null) {
      batch.add(message);
      bytes += bytes(message);
      message =
          batch.size() < MOST_AT_ONCE && bytes < ENOUGH_BYTES ? consumer.receiveNoWait() : null;
    }
    return batch;
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
      // One that can't be read is set aside when it is accepted.
    }
    // Of those, which are no events, the size is not told: nothing is received with them.
    return ENOUGH_BYTES;
  }

  /** Returns how many could never be accepted. */
  private int take(List<Message> batch, Session session, MessageProducer invalid)
      throws JMSException {
    // Meanwhile it is the database that may let it wait.
    broker.answered();
    List<Rejected> all = acceptance.accept(batch);
    broker.asked();
    for (Rejected rejected : all) {
      LOG.warning(() -> "Event set aside in " + INVALID_QUEUE + ": " + rejected.reason());
      invalid.send(rejected.withReason(session));
    }
    return all.size();
  }
}
