package webhooks.it.container;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.UUID;

/** A published message that only its own consumers receive. */
final class MarkedMessage {
  static final long LONG_ENOUGH = 10_000;
  static final long NOTHING_COMES = 1_000;

  /** The only queue that no bean of the product consumes. */
  private static final String QUEUE = "webhooks.events.invalid";

  private final ConnectionFactory connections;
  private final String mark = UUID.randomUUID().toString();

  private MarkedMessage(ConnectionFactory connections) {
    this.connections = connections;
  }

  static MarkedMessage publish(ConnectionFactory connections) throws JMSException {
    MarkedMessage published = new MarkedMessage(connections);
    published.send();
    return published;
  }

  private void send() throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = session(connection)) {
      Message message = session.createTextMessage("received in this test alone");
      message.setStringProperty("mark", mark);
      session.createProducer(queue(session)).send(message);
      session.commit();
    }
  }

  interface Work {
    void with(Session session, MessageConsumer consumer) throws JMSException;
  }

  /** Runs the work in a new session, with a consumer of this message. */
  void inSession(Work work) throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = session(connection);
        MessageConsumer consumer =
            session.createConsumer(queue(session), "mark = '" + mark + "'")) {
      connection.start();
      work.with(session, consumer);
    }
  }

  private static Session session(Connection connection) throws JMSException {
    return connection.createSession(true, Session.SESSION_TRANSACTED);
  }

  private static Queue queue(Session session) throws JMSException {
    return session.createQueue(QUEUE);
  }
}
