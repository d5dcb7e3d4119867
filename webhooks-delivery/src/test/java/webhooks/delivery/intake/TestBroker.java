package webhooks.delivery.intake;

import static org.apache.activemq.artemis.api.core.Message.OBJECT_TYPE;
import static org.apache.activemq.artemis.api.core.Message.TEXT_TYPE;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.utils.UUID;
import org.apache.activemq.artemis.utils.UUIDGenerator;

/**
 * A real broker in this process with its journal on disk and default settings: it redelivers at
 * once, and dead-letters a message after ten deliveries. Tests of a class share one, since it takes
 * seconds to start and stop, and {@link #reset} it before each test.
 */
public final class TestBroker {
  public static final String EVENTS = "webhooks.events";
  public static final String INVALID = "webhooks.events.invalid";
  public static final String DEAD = "DLQ";

  private static final List<String> QUEUES = List.of(EVENTS, INVALID, DEAD);

  private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
  private final ActiveMQConnectionFactory connections;

  /** Creates the messages to publish. */
  @FunctionalInterface
  public interface Publisher {
    /** Creates the message of this number, the first of which is 0. */
    Message next(Session session, int number) throws JMSException;
  }

  /** Starts a broker whose journal is in this directory. */
  public TestBroker(Path directory) throws Exception {
    Configuration configuration = new ConfigurationImpl();
    configuration.setBrokerInstance(directory.toFile());
    configuration
        .setPersistenceEnabled(true)
        .setJournalType(JournalType.NIO)
        .setJournalFileSize(1024 * 1024)
        .setSecurityEnabled(false)
        .setJMXManagementEnabled(false)
        .setMaxDiskUsage(100)
        .addAcceptorConfiguration("in-vm", "vm://" + hashCode())
        .addAddressSetting("#", settings());
    for (String queue : QUEUES) {
      configuration.addQueueConfiguration(
          QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
    }
    server.setConfiguration(configuration).start();
    connections = new ActiveMQConnectionFactory("vm://" + hashCode());
  }

  private static AddressSettings settings() {
    return new AddressSettings().setDeadLetterAddress(SimpleString.of(DEAD));
  }

  /** Empties all queues and restores the default settings. */
  public void reset() {
    server.getActiveMQServer().getAddressSettingsRepository().addMatch("#", settings());
    for (String queue : QUEUES) {
      // Messages that a closed connection had received come back to the queue a moment later.
      await().until(() -> isEmptyAfterDeletion(queue));
    }
  }

  private boolean isEmptyAfterDeletion(String queue) throws Exception {
    server.getActiveMQServer().locateQueue(queue).deleteAllReferences();
    return count(queue) == 0;
  }

  /** Returns a factory of connections to this broker. */
  public ConnectionFactory connections() {
    return connections;
  }

  /** Publishes that many messages and returns their JMS message ids. */
  public List<String> publish(int count, Publisher publisher) throws JMSException {
    List<String> ids = new ArrayList<>();
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        var producer = session.createProducer(session.createQueue(EVENTS))) {
      for (int i = 0; i < count; i++) {
        Message message = publisher.next(session, i);
        producer.send(message);
        ids.add(message.getJMSMessageID());
      }
      session.commit();
    }
    return ids;
  }

  /**
   * Returns how many messages a queue holds, those in delivery included.
   *
   * <p>Calculated from counters that only grow: the broker's own count misses messages for a moment
   * while they go back to the queue.
   */
  public long count(String name) {
    Queue queue = server.getActiveMQServer().locateQueue(name);
    long taken = queue.getMessagesAcknowledged() + queue.getMessagesKilled();
    return queue.getMessagesAdded() - taken;
  }

  /** Sets how often the broker delivers a message before it moves it to the dead-letter queue. */
  public void setMaxDeliveryAttempts(int attempts) {
    server
        .getActiveMQServer()
        .getAddressSettingsRepository()
        .addMatch("#", settings().setMaxDeliveryAttempts(attempts));
  }

  /**
   * Publishes messages whose bodies are not of their type, as a faulty core client does. No JMS
   * client can receive them.
   *
   * @param type as {@link org.apache.activemq.artemis.api.core.Message} numbers them
   */
  public void publishUnreadable(String queue, int count, byte type) throws Exception {
    try (ClientSessionFactory factory = connections.getServerLocator().createSessionFactory();
        ClientSession session = factory.createSession();
        ClientProducer producer = session.createProducer(queue)) {
      for (int i = 0; i < count; i++) {
        ClientMessage message = session.createMessage(type, true);
        if (type == OBJECT_TYPE) {
          // Exceeds every memory at once; a length of gigabytes would be allocated.
          message.getBodyBuffer().writeInt(Integer.MAX_VALUE);
        }
        message.getBodyBuffer().writeBytes("{\"eventType\": 1}".getBytes(StandardCharsets.UTF_8));
        producer.send(message);
      }
    }
  }

  /**
   * Publishes text messages that have the same JMS id, which only a core client can send.
   *
   * @param readable for each message, whether a JMS client can receive it
   */
  public void publishWithSameId(String queue, boolean... readable) throws Exception {
    UUID id = UUIDGenerator.getInstance().generateUUID();
    try (ClientSessionFactory factory = connections.getServerLocator().createSessionFactory();
        ClientSession session = factory.createSession();
        ClientProducer producer = session.createProducer(queue)) {
      for (boolean hasText : readable) {
        ClientMessage message = session.createMessage(TEXT_TYPE, true);
        message.setUserID(id);
        if (hasText) {
          message.getBodyBuffer().writeNullableSimpleString(SimpleString.of("text"));
        } else {
          message.getBodyBuffer().writeBytes("{\"eventType\": 1}".getBytes(StandardCharsets.UTF_8));
        }
        producer.send(message);
      }
    }
  }

  /** Takes all messages out of the queue of rejected events. */
  public List<Message> takeInvalid() throws JMSException {
    List<Message> messages = new ArrayList<>();
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = session.createConsumer(session.createQueue(INVALID))) {
      connection.start();
      for (long left = count(INVALID); left > 0; left--) {
        messages.add(consumer.receive(30_000));
      }
    }
    return messages;
  }

  /** Stops the broker. */
  public void close() throws Exception {
    connections.close();
    server.stop();
  }
}
