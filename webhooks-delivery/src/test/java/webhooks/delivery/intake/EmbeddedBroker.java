package webhooks.delivery.intake;

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

/**
 * A real broker in this process with its journal on disk, which redelivers at once and gives up
 * after ten times, as a broker does that nobody has tuned.
 */
final class EmbeddedBroker {
  static final String EVENTS = "webhooks.events";
  static final String INVALID = "webhooks.events.invalid";
  static final String DEAD = "DLQ";

  private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
  private final ActiveMQConnectionFactory connections;

  /** What a publisher sends in one session. */
  @FunctionalInterface
  interface Publisher {
    Message next(Session session, int number) throws JMSException;
  }

  EmbeddedBroker(Path directory) throws Exception {
    AddressSettings settings = new AddressSettings();
    settings.setDeadLetterAddress(SimpleString.of(DEAD));
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
        .addAddressSetting("#", settings);
    for (String queue : List.of(EVENTS, INVALID, DEAD)) {
      configuration.addQueueConfiguration(
          QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
    }
    server.setConfiguration(configuration).start();
    connections = new ActiveMQConnectionFactory("vm://" + hashCode());
  }

  ConnectionFactory connections() {
    return connections;
  }

  /** Publishes that many messages and returns their JMS message ids. */
  List<String> publish(int count, Publisher publisher) throws JMSException {
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
   * <p>Told by what only grows: the broker's own count misses, for a moment, those that go back.
   */
  long count(String name) {
    Queue queue = server.getActiveMQServer().locateQueue(name);
    long taken = queue.getMessagesAcknowledged() + queue.getMessagesKilled();
    return queue.getMessagesAdded() - taken;
  }

  /** Lets the broker deliver a message that often before it moves it to the dead-letter queue. */
  void setMaxDeliveryAttempts(int attempts) {
    AddressSettings settings = new AddressSettings();
    settings.setDeadLetterAddress(SimpleString.of(DEAD)).setMaxDeliveryAttempts(attempts);
    server.getActiveMQServer().getAddressSettingsRepository().addMatch("#", settings);
  }

  /**
   * Publishes messages as a faulty core client does: they claim to be of a type, and their bodies
   * are not, so that no JMS client can receive them.
   *
   * @param type as {@link org.apache.activemq.artemis.api.core.Message} numbers them
   */
  void publishUnreadable(String queue, int count, byte type) throws Exception {
    try (ClientSessionFactory factory = connections.getServerLocator().createSessionFactory();
        ClientSession session = factory.createSession();
        ClientProducer producer = session.createProducer(queue)) {
      for (int i = 0; i < count; i++) {
        ClientMessage message = session.createMessage(type, true);
        message.getBodyBuffer().writeBytes("{\"eventType\": 1}".getBytes(StandardCharsets.UTF_8));
        producer.send(message);
      }
    }
  }

  /** Takes all messages out of the queue of those set aside. */
  List<Message> takeInvalid() throws JMSException {
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

  void close() throws Exception {
    connections.close();
    server.stop();
  }
}
