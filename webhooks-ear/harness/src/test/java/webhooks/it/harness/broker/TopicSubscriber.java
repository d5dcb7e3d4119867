package webhooks.it.harness.broker;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A client of the broker that subscribes to the topic of operational events. */
public final class TopicSubscriber implements AutoCloseable {
  /** The topic of operational events. */
  public static final String OPERATIONS = "webhooks.operations";

  private static final int READ_MILLIS = 100;

  private final ActiveMQConnectionFactory factory;
  private final JMSContext context;
  private JMSConsumer consumer;

  /** Subscribes to the topic. */
  public TopicSubscriber(String url, String user, String password) {
    factory = new ActiveMQConnectionFactory(url);
    try {
      context = factory.createContext(user, password);
      consumer = context.createConsumer(context.createTopic(OPERATIONS));
    } catch (RuntimeException e) {
      factory.close();
      throw e;
    }
  }

  /**
   * Changes to the durable subscription of this name, which keeps messages without a subscriber.
   */
  public TopicSubscriber durable(String name) {
    consumer.close();
    consumer = context.createSharedDurableConsumer(context.createTopic(OPERATIONS), name);
    return this;
  }

  /** Returns the messages that came since the last call. */
  public List<TextMessage> receive() {
    List<TextMessage> messages = new ArrayList<>();
    TextMessage next = (TextMessage) consumer.receive(READ_MILLIS);
    while (next != null) {
      messages.add(next);
      next = (TextMessage) consumer.receiveNoWait();
    }
    return messages;
  }

  @Override
  public void close() {
    context.close();
    factory.close();
  }
}
