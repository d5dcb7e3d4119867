package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import webhooks.broker.QueueNames;

class EmbeddedBrokerTest {
  private static final Credentials PRODUCER = new Credentials("producer", "correct horse");
  private static final byte[] AMQP_SASL = {'A', 'M', 'Q', 'P', 3, 1, 0, 0};

  @TempDir Path directory;
  private BrokerFixture broker;

  @BeforeEach
  void findPort() throws IOException {
    broker = BrokerFixture.onFreePort(directory);
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  @Test
  void keepsMessagesAcrossARestart() throws Exception {
    start(Optional.empty());
    send(Optional.empty(), QueueNames.EVENTS);
    broker.stop();

    start(Optional.empty());

    try (JMSContext context = broker.connectAsProduct()) {
      String text =
          context
              .createConsumer(context.createQueue(QueueNames.EVENTS))
              .receiveBody(String.class, 30_000);
      assertThat(text).isEqualTo("text");
    }
  }

  @Test
  void refusesProducersWithoutPassword() throws Exception {
    start(Optional.of(PRODUCER));

    assertThatThrownBy(() -> broker.connect(Optional.empty()))
        .isInstanceOf(JMSSecurityRuntimeException.class);
    assertThatThrownBy(() -> broker.connect(Optional.of(new Credentials("producer", "wrong"))))
        .isInstanceOf(JMSSecurityRuntimeException.class);
  }

  @Test
  void producersMayOnlySendEvents() throws Exception {
    start(Optional.of(PRODUCER));

    assertMayOnlySendEvents(Optional.of(PRODUCER));
  }

  @Test
  void anonymousProducersMayOnlySendEvents() throws Exception {
    start(Optional.empty());

    assertMayOnlySendEvents(Optional.empty());
  }

  private void assertMayOnlySendEvents(Optional<Credentials> login) throws JMSException {
    send(login, QueueNames.EVENTS);
    try (JMSContext context = broker.connect(login)) {
      for (String queue : List.of(QueueNames.EVENTS, QueueNames.INVALID)) {
        assertThatThrownBy(() -> context.createConsumer(context.createQueue(queue)))
            .isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> context.createBrowser(context.createQueue(queue)).getEnumeration())
            .isInstanceOf(JMSSecurityException.class);
      }
      assertThatThrownBy(() -> context.createConsumer(context.createQueue("other")))
          .isInstanceOf(JMSRuntimeException.class);
      assertThatThrownBy(() -> context.createTemporaryQueue())
          .isInstanceOf(JMSSecurityRuntimeException.class);
    }
    assertThatThrownBy(() -> send(login, QueueNames.INVALID))
        .isInstanceOf(JMSSecurityRuntimeException.class);
    assertThatThrownBy(() -> send(login, "other")).isInstanceOf(JMSRuntimeException.class);
  }

  @Test
  void refusesOversizedMessagesAtTheProducer() throws Exception {
    start(Optional.empty());
    String twoMebibytes = "x".repeat(1024 * 1024);

    try (JMSContext context = broker.connect(Optional.empty())) {
      JMSProducer producer = context.createProducer();
      producer.send(context.createQueue(QueueNames.EVENTS), twoMebibytes);

      assertThatThrownBy(
              () -> producer.send(context.createQueue(QueueNames.EVENTS), twoMebibytes.repeat(3)))
          .isInstanceOf(JMSRuntimeException.class)
          .hasMessageContaining("at most 4 MiB");
    }
    try (JMSContext context = broker.connectAsProduct()) {
      JMSConsumer consumer = context.createConsumer(context.createQueue(QueueNames.EVENTS));
      assertThat(consumer.receiveBody(String.class, 30_000)).isEqualTo(twoMebibytes);
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  void refusesCompressedMessagesAtTheProducer() throws Exception {
    start(Optional.empty());
    String large = "x".repeat(200 * 1024);

    try (ActiveMQConnectionFactory factory =
        new ActiveMQConnectionFactory(broker.address().uri())) {
      factory.setCompressLargeMessage(true);
      try (JMSContext context = factory.createContext()) {
        JMSProducer producer = context.createProducer();

        assertThatThrownBy(() -> producer.send(context.createQueue(QueueNames.EVENTS), large))
            .isInstanceOf(JMSRuntimeException.class)
            .hasMessageContaining("must not be compressed");
      }
    }
  }

  /** A producer could otherwise fill the memory that holds the queue's beginning, for years. */
  @Test
  void refusesLongDelaysOfProducers() throws Exception {
    start(Optional.empty());

    try (JMSContext context = broker.connect(Optional.empty())) {
      JMSProducer producer = context.createProducer().setDeliveryDelay(90_000);

      assertThatThrownBy(() -> producer.send(context.createQueue(QueueNames.EVENTS), "late"))
          .isInstanceOf(JMSRuntimeException.class)
          .hasMessageContaining("must not be delayed");
      producer.setDeliveryDelay(1).send(context.createQueue(QueueNames.EVENTS), "soon");
    }
    try (JMSContext context = broker.connectAsProduct()) {
      Queue queue = context.createQueue(QueueNames.EVENTS);
      // The clock of a node can be ahead of the broker's.
      context.createProducer().setDeliveryDelay(90_000).send(queue, "late");
      JMSConsumer consumer = context.createConsumer(queue);
      assertThat(consumer.receiveBody(String.class, 30_000)).isEqualTo("soon");
    }
  }

  /** A client does not wait for the answer to a send inside a transaction. */
  @Test
  void failsTheTransactionOfAnOversizedMessage() throws Exception {
    start(Optional.empty());

    try (JMSContext root = broker.connect(Optional.empty());
        JMSContext context = root.createContext(JMSContext.SESSION_TRANSACTED)) {
      context
          .createProducer()
          .send(context.createQueue(QueueNames.EVENTS), "x".repeat(3 * 1024 * 1024));

      assertThatThrownBy(context::commit).isInstanceOf(JMSRuntimeException.class);
    }
  }

  @Test
  void movesAnEventToTheInvalidQueueAfterOneHundredDeliveries() throws Exception {
    start(Optional.empty());
    send(Optional.empty(), QueueNames.EVENTS);

    returnMessage(QueueNames.EVENTS, 100);

    try (JMSContext context = broker.connectAsProduct()) {
      JMSConsumer events = context.createConsumer(context.createQueue(QueueNames.EVENTS));
      JMSConsumer invalid = context.createConsumer(context.createQueue(QueueNames.INVALID));
      assertThat(events.receiveNoWait()).isNull();
      assertThat(invalid.receiveBody(String.class, 30_000)).isEqualTo("text");
    }
  }

  @Test
  void keepsARejectedEventHoweverOftenItIsDelivered() throws Exception {
    start(Optional.empty());
    sendAsProduct(QueueNames.INVALID);

    returnMessage(QueueNames.INVALID, 102);

    try (JMSContext context = broker.connectAsProduct()) {
      JMSConsumer consumer = context.createConsumer(context.createQueue(QueueNames.INVALID));
      Message message = consumer.receive(30_000);
      assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(103);
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  void speaksAmqp() throws Exception {
    start(Optional.empty());

    try (Socket socket = new Socket(broker.address().host(), broker.address().port())) {
      socket.getOutputStream().write(AMQP_SASL);
      assertThat(socket.getInputStream().readNBytes(AMQP_SASL.length)).isEqualTo(AMQP_SASL);
    }
  }

  @Test
  void reportsADirectoryInUse() throws Exception {
    start(Optional.empty());
    EmbeddedBroker second = new EmbeddedBroker();
    BrokerSettings settings = BrokerFixture.privateSettings(directory);
    BrokerAuthorization authorization = new BrokerAuthorization(Credentials.random(), settings);

    assertThatThrownBy(() -> second.start(settings, authorization))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(directory.toString());
  }

  @Test
  void reportsAPortInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      broker = BrokerFixture.onPort(directory, taken.getLocalPort());

      assertThatThrownBy(() -> start(Optional.empty()))
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
  }

  /** Receives the queue's message and rolls back, as often as given. */
  private void returnMessage(String queue, int times) {
    try (JMSContext connection = broker.connectAsProduct();
        JMSContext context = connection.createContext(JMSContext.SESSION_TRANSACTED)) {
      JMSConsumer consumer = context.createConsumer(context.createQueue(queue));
      for (int i = 0; i < times; i++) {
        assertThat(consumer.receive(30_000)).isNotNull();
        context.rollback();
      }
    }
  }

  private void start(Optional<Credentials> producers) throws Exception {
    broker.start(producers, Optional.empty());
  }

  private void sendAsProduct(String queue) {
    try (JMSContext context = broker.connectAsProduct()) {
      context.createProducer().send(context.createQueue(queue), "text");
    }
  }

  private void send(Optional<Credentials> credentials, String queue) {
    try (JMSContext context = broker.connect(credentials)) {
      context.createProducer().send(context.createQueue(queue), "text");
    }
  }
}
