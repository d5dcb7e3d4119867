package webhooks.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The product's connection factory creates sessions that the consumer commits. */
@Tag("container")
@ExtendWith(ArquillianExtension.class)
class RedeliveryIT {
  /** The only queue that no bean of the product consumes. */
  private static final String QUEUE = "webhooks.events.invalid";

  private static final long LONG_ENOUGH = 10_000;
  private static final long NOTHING_COMES = 1_000;

  @Resource(lookup = "java:app/jms/webhooks")
  private ConnectionFactory connections;

  private final String mark = UUID.randomUUID().toString();

  @Deployment
  static Archive<?> product() {
    return TestedArchive.with(RedeliveryIT.class);
  }

  @BeforeEach
  void publish() throws JMSException {
    inSession(
        session -> {
          Message message = session.createTextMessage("received in this test alone");
          message.setStringProperty("mark", mark);
          session.createProducer(queue(session)).send(message);
          session.commit();
        });
  }

  @Test
  void rolledBackMessageIsMarkedAsRedelivered() throws JMSException {
    inSession(
        session -> {
          MessageConsumer consumer = consumer(session);
          Message first = consumer.receive(LONG_ENOUGH);
          assertThat(first.getJMSRedelivered()).isFalse();
          session.rollback();

          Message again = consumer.receive(LONG_ENOUGH);
          assertThat(again).isNotNull();
          assertThat(again.getJMSRedelivered()).isTrue();
          assertThat(again.getJMSMessageID()).isEqualTo(first.getJMSMessageID());
          session.commit();
        });
  }

  @Test
  void committedMessageIsNotRedelivered() throws JMSException {
    inSession(
        session -> {
          assertThat(consumer(session).receive(LONG_ENOUGH)).isNotNull();
          session.commit();
        });

    inSession(session -> assertThat(consumer(session).receive(NOTHING_COMES)).isNull());
  }

  private interface Work {
    void with(Session session) throws JMSException;
  }

  private void inSession(Work work) throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
      connection.start();
      work.with(session);
    }
  }

  private MessageConsumer consumer(Session session) throws JMSException {
    return session.createConsumer(queue(session), "mark = '" + mark + "'");
  }

  private static Queue queue(Session session) throws JMSException {
    return session.createQueue(QUEUE);
  }
}
