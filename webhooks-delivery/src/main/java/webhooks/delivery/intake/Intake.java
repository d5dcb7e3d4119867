package webhooks.delivery.intake;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import webhooks.delivery.loop.Backoff;
import webhooks.delivery.loop.Stop;

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
  private static final long WAIT_MILLIS = 500;

  private final ConnectionFactory connections;
  private final Acceptance acceptance;
  private final Stop stop;
  private final Backoff backoff;

  /** Creates a loop that hands what it receives to be accepted. */
  public Intake(ConnectionFactory connections, Acceptance acceptance, Stop stop) {
    this.stop = stop;
    this.backoff = new Backoff(stop);
    this.connections = connections;
    this.acceptance = acceptance;
  }

  /** Runs until it is time to stop. */
  @Override
  public void run() {
    while (!stop.isSet()) {
      try (Connection connection = connections.createConnection();
          Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
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
        List<Message> batch = receive(consumer);
        if (!batch.isEmpty()) {
          take(batch, session, invalid);
        }
        backoff.reset();
      }
    }
  }

  private static List<Message> receive(MessageConsumer consumer) throws JMSException {
    List<Message> batch = new ArrayList<>();
    Message message = consumer.receive(WAIT_MILLIS);
    while (message != null) {
      batch.add(message);
      message = batch.size() < MOST_AT_ONCE ? consumer.receiveNoWait() : null;
    }
    return batch;
  }

  private void take(List<Message> batch, Session session, MessageProducer invalid)
      throws JMSException {
    boolean done = false;
    try {
      for (Rejected rejected : acceptance.accept(batch)) {
        LOG.warning(() -> "Event set aside in " + INVALID_QUEUE + ": " + rejected.reason());
        invalid.send(rejected.withReason(session));
      }
      session.commit();
      done = true;
    } finally {
      if (!done) {
        // Closing the session would not: the next commit on its connection took these along.
        session.rollback();
      }
    }
  }
}
