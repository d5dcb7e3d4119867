package webhooks.it.harness.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import webhooks.it.harness.Event;

/**
 * A client of the broker that publishes events.
 *
 * <p>Several threads can publish at once; a JMS session alone does not allow that.
 */
public final class Producer implements AutoCloseable {
  /** The queue that events are published to. */
  public static final String EVENTS = "webhooks.events";

  /** Closes all connections when it is closed. */
  private final ActiveMQConnectionFactory factory;

  private final String user;
  private final String password;
  private Session session;
  private MessageProducer producer;

  public Producer(String url, String user, String password) {
    this(url, user, password, Duration.ofSeconds(15));
  }

  /** Connects a producer that gives up a broker without an answer after this time. */
  Producer(String url, String user, String password, Duration patience) {
    this.user = user;
    this.password = password;
    factory = new ActiveMQConnectionFactory(url);
    factory.setCallTimeout(patience.toMillis());
    // Ends a send that waits for the broker's permission, which has no time-out of its own.
    factory.setClientFailureCheckPeriod(patience.toMillis());
    factory.setConnectionTTL(2 * patience.toMillis());
    try {
      connect();
    } catch (JMSException e) {
      factory.close();
      throw new IllegalStateException(e);
    }
  }

  private void connect() throws JMSException {
    Connection connection = factory.createConnection(user, password);
    session = connection.createSession(true, Session.SESSION_TRANSACTED);
    producer = session.createProducer(session.createQueue(EVENTS));
    connection.start();
  }

  /**
   * Connects again if the broker or the client gave the connection up since the last event.
   *
   * <p>Both do so after a pause of the whole machine that is longer than their patience.
   */
  private void ensureConnected() throws JMSException {
    try {
      session.getTransacted();
    } catch (jakarta.jms.IllegalStateException closed) {
      connect();
    }
  }

  /** Publishes events in one transaction. */
  public void publish(Event... events) {
    publish(List.of(events));
  }

  /** Publishes events in one transaction. */
  public void publish(Collection<Event> events) {
    publishTexts(events.stream().map(Event::json).toList());
  }

  /** Publishes any texts in one transaction. */
  public void publishTexts(List<String> texts) {
    publishTexts(texts, 0);
  }

  /** Publishes texts as if intake had waited for their iTwins as long as it does. */
  public void publishForTheLastTime(List<String> texts) {
    publishTexts(texts, 5);
  }

  private synchronized void publishTexts(List<String> texts, int postponed) {
    try {
      ensureConnected();
      for (String text : texts) {
        Message message = session.createTextMessage(text);
        if (postponed > 0) {
          message.setIntProperty("webhooksPostponed", postponed);
        }
        producer.send(message);
      }
      session.commit();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Publishes an event in a message with these properties. */
  public void publish(Event event, Map<String, String> properties) {
    publish(event.json(), properties);
  }

  /** Publishes any text in a message with these properties. */
  public synchronized void publish(String text, Map<String, String> properties) {
    try {
      ensureConnected();
      Message message = session.createTextMessage(text);
      for (Map.Entry<String, String> property : properties.entrySet()) {
        message.setStringProperty(property.getKey(), property.getValue());
      }
      producer.send(message);
      session.commit();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Publishes an event as UTF-8 bytes. */
  public synchronized void publishBytes(Event event) {
    try {
      ensureConnected();
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(event.json().getBytes(StandardCharsets.UTF_8));
      producer.send(message);
      session.commit();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
