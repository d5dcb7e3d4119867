package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.broker.QueueNames;

/**
 * What subscriptions of the topic do to each other and to the other queues, with the settings of
 * the embedded broker, except for short delays and small bounds.
 */
class TopicSubscriptionsTest {
  private static final String URL = "vm://17";
  private static final int MAX_MESSAGES = 20;
  private static final int MAX_BYTES = 100_000;

  @TempDir Path directory;
  private int published;
  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(URL);

  @BeforeEach
  void start() throws Exception {
    BrokerSettings settings = BrokerFixture.privateSettings(directory);
    Configuration configuration = EmbeddedBroker.configuration(settings);
    configuration.clearAcceptorConfigurations().addAcceptorConfiguration("in-vm", URL);
    configuration.setSecurityEnabled(false);
    AddressSettings topic = configuration.getAddressSettings().get(QueueNames.OPERATIONS);
    assertThat(topic.getDefaultRingSize()).isGreaterThan(MAX_MESSAGES);
    topic.setDefaultRingSize(MAX_MESSAGES).setRedeliveryDelay(0).setMaxSizeBytes(MAX_BYTES);
    broker.setConfiguration(configuration).start();
  }

  @AfterEach
  void stop() throws Exception {
    connections.close();
    broker.stop();
  }

  /** At the other addresses the broker gives up after 100 deliveries. */
  @Test
  void aMessageThatIsRolledBackAgainAndAgainStays() throws Exception {
    try (JMSContext context = connections.createContext(JMSContext.SESSION_TRANSACTED)) {
      context.setClientID("pager");
      JMSConsumer alerts = subscribe(context, "alerts");
      publish(1);

      for (int i = 0; i < 150; i++) {
        assertThat(alerts.receive(30_000)).as("delivery %d", i + 1).isNotNull();
        context.rollback();
      }

      Message message = alerts.receive(30_000);
      assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(151);
    }
    assertThat(count(QueueNames.INVALID)).isZero();
  }

  @Test
  void aForgottenSubscriptionLosesItsOldestMessagesAndTheOthersNone() throws Exception {
    try (JMSContext context = connections.createContext()) {
      context.setClientID("pager");
      subscribe(context, "forgotten").close();
      JMSConsumer alerts = subscribe(context, "alerts");

      List<String> received = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        publish(MAX_MESSAGES / 2);
        received.addAll(receive(alerts, MAX_MESSAGES / 2));
      }

      assertThat(received).containsExactlyElementsOf(numbers(0, 10 * MAX_MESSAGES / 2));
      assertThat(receive(subscribe(context, "forgotten"), MAX_MESSAGES))
          .containsExactlyElementsOf(
              numbers(10 * MAX_MESSAGES / 2 - MAX_MESSAGES, 10 * MAX_MESSAGES / 2));
    }
    assertThat(count(QueueNames.INVALID)).isZero();
  }

  /** The product keeps what the broker refuses. */
  @Test
  void aFullAddressRefusesATransaction() throws Exception {
    try (JMSContext context = connections.createContext()) {
      context.setClientID("pager");
      subscribe(context, "full").close();
      publish(1);

      assertThatThrownBy(() -> publish(MAX_MESSAGES, "x".repeat(MAX_BYTES / MAX_MESSAGES)))
          .isInstanceOf(JMSRuntimeException.class)
          .hasMessageContaining("full");

      JMSConsumer consumer = subscribe(context, "full");
      assertThat(receive(consumer, 1)).containsExactly("0");
      publish(1);
      assertThat(receive(consumer, 1).get(0)).isEqualTo(String.valueOf(published - 1));
    }
  }

  private void publish(int messages) {
    publish(messages, "");
  }

  private void publish(int messages, String filling) {
    try (JMSContext context = connections.createContext(JMSContext.SESSION_TRANSACTED)) {
      for (int i = 0; i < messages; i++) {
        context
            .createProducer()
            .send(context.createTopic(QueueNames.OPERATIONS), published++ + filling);
      }
      context.commit();
    }
  }

  private static JMSConsumer subscribe(JMSContext context, String name) {
    return context.createDurableConsumer(context.createTopic(QueueNames.OPERATIONS), name);
  }

  private static List<String> receive(JMSConsumer consumer, int messages) throws JMSException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      texts.add(((TextMessage) consumer.receive(30_000)).getText());
    }
    return texts;
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(String::valueOf).toList();
  }

  private long count(String queue) {
    Queue found = broker.getActiveMQServer().locateQueue(SimpleString.of(queue));
    return found.getMessageCount();
  }
}
