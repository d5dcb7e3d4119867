package webhooks.delivery.intake;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/**
 * A transacted JMS session that receives events, and sends rejected and postponed ones. For one
 * thread.
 *
 * @param consumer receives from the queue of events
 * @param events sends postponed events back to the same queue
 * @param invalid sends to the queue of rejected events
 */
record IntakeSession(
    Connection connection,
    Session jms,
    MessageConsumer consumer,
    MessageProducer events,
    MessageProducer invalid)
    implements AutoCloseable {

  static IntakeSession open(ConnectionFactory connections) throws JMSException {
    Connection connection = connections.createConnection();
    try {
      Session session = TransactedSessions.transacted(connection);
      connection.start();
      return new IntakeSession(
          connection,
          session,
          consumer(session),
          session.createProducer(session.createQueue(EventQueues.EVENTS)),
          session.createProducer(session.createQueue(EventQueues.INVALID)));
    } catch (JMSException | RuntimeException | Error e) {
      try (connection) {
        throw e;
      }
    }
  }

  private static MessageConsumer consumer(Session session) throws JMSException {
    return session.createConsumer(session.createQueue(EventQueues.EVENTS), EventQueues.RECEIVABLE);
  }

  /** Closes the consumer and creates another one; returns the session to use from now on. */
  IntakeSession withNewConsumer() throws JMSException {
    consumer.close();
    return new IntakeSession(connection, jms, consumer(jms), events, invalid);
  }

  /**
   * Rolls the session back after a failure. Closing a pooled session does not: the next commit on
   * its connection would also acknowledge the received messages.
   */
  void rollBack(Throwable failure) throws JMSException {
    try {
      jms.rollback();
    } catch (JMSException | RuntimeException e) {
      e.addSuppressed(failure);
      throw e;
    }
  }

  @Override
  public void close() throws JMSException {
    try (connection;
        jms;
        consumer;
        events;
        invalid) {
      // Closes them in the reverse order.
    }
  }
}
