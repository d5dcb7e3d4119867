package webhooks.it.harness.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/** Sends messages that JMS clients cannot, by Artemis's core protocol. */
public final class CoreClient implements AutoCloseable {
  private static final String MARK = "mark";
  private static final int READ_MILLIS = 1_000;

  private final ServerLocator locator;
  private final ClientSession session;

  CoreClient(String url, String user, String password) {
    try {
      locator = ActiveMQClient.createServerLocator(url);
      session =
          locator.createSessionFactory().createSession(user, password, false, true, true, false, 1);
      session.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Publishes a durable message and waits until the broker stored it.
   *
   * @param mark the mark that {@link #marks} returns for the message
   */
  public void publish(String mark, byte type, Consumer<ClientMessage> body) {
    ClientMessage message = session.createMessage(type, true);
    message.putStringProperty(MARK, mark);
    body.accept(message);
    try (ClientProducer producer = session.createProducer(Producer.EVENTS)) {
      producer.send(message);
    } catch (ActiveMQException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the marks of all messages in the queue, and null for each message without one. */
  List<String> marks(String queue) {
    List<String> marks = new ArrayList<>();
    try (ClientConsumer consumer = session.createConsumer(queue, true)) {
      ClientMessage message = consumer.receive(READ_MILLIS);
      while (message != null) {
        marks.add(message.getStringProperty(MARK));
        message = consumer.receive(READ_MILLIS);
      }
      return marks;
    } catch (ActiveMQException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    locator.close();
  }
}
