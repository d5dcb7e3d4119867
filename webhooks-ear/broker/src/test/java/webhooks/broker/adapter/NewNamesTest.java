package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import webhooks.broker.QueueNames;
import webhooks.settings.ListenAddress;

/** Tests that the broker does not keep the names that a producer invents. */
@Timeout(120)
class NewNamesTest {
  private static final String PREFIX = "a-name-that-the-broker-does-not-have-";
  private static final int NAMES = 5000;
  private static final int AMQP_NAMES = 2000;

  private ListenAddress address;
  private ActiveMQServer server;

  /** What a client does with a name. */
  private interface Use {
    void of(ClientSession session, SimpleString name) throws ActiveMQException;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = new ListenAddress("127.0.0.1", socket.getLocalPort());
    }
    BrokerSettings settings =
        new BrokerSettings(
            directory,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(address),
            Optional.empty());
    server =
        ActiveMQServers.newActiveMQServer(
            EmbeddedBroker.configuration(settings)
                .addAcceptorConfiguration("producers", address.uri() + "?protocols=CORE,AMQP"),
            null,
            new BrokerAuthorization(Credentials.random(), settings));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void ofQueriedQueuesAreForgotten() throws Exception {
    useNames(ClientSession::queueQuery);

    assertForgotten();
  }

  @Test
  void ofQueriedAddressesAreForgotten() throws Exception {
    useNames(ClientSession::addressQuery);

    assertForgotten();
  }

  @Test
  void ofProducersAreForgotten() throws Exception {
    useNames((session, name) -> session.createProducer(name).close());

    assertForgotten();
  }

  @Test
  void ofRefusedQueuesAreForgotten() throws Exception {
    useNames(
        (session, name) ->
            assertThatThrownBy(() -> session.createQueue(QueueConfiguration.of(name)))
                .isInstanceOf(ActiveMQException.class));

    assertForgotten();
  }

  @Test
  void ofAmqpMessagesAreForgotten() {
    JmsConnectionFactory amqp = new JmsConnectionFactory("amqp://127.0.0.1:" + address.port());
    String text = "x".repeat(500);
    try (JMSContext context = amqp.createContext()) {
      for (int i = 0; i < AMQP_NAMES; i++) {
        var queue = context.createQueue(PREFIX + i);
        assertThatThrownBy(() -> context.createProducer().send(queue, text))
            .isInstanceOf(JMSRuntimeException.class);
      }
      context.createProducer().send(context.createQueue(QueueNames.EVENTS), text.repeat(200));
    }

    await().untilAsserted(() -> assertThat(keptNames()).isLessThan(AMQP_NAMES / 2));
  }

  private void useNames(Use use) throws Exception {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(address.uri());
        ClientSessionFactory connection = factory.getServerLocator().createSessionFactory();
        ClientSession session = connection.createSession()) {
      for (int i = 0; i < NAMES; i++) {
        use.of(session, SimpleString.of(PREFIX + i));
      }
      sendEvents(session);
    }
  }

  /** Sends an event behind all names, and then as many bytes as make the broker clean up. */
  private static void sendEvents(ClientSession session) throws ActiveMQException {
    try (ClientProducer producer = session.createProducer(QueueNames.EVENTS)) {
      producer.send(session.createMessage(true));
      ClientMessage event = session.createMessage(true);
      event.getBodyBuffer().writeBytes(new byte[80 * 1024]);
      producer.send(event);
    }
  }

  private void assertForgotten() {
    await().untilAsserted(() -> assertThat(keptNames()).isLessThan(NAMES / 2));
    assertThat(server.locateQueue(QueueNames.EVENTS).getMessageCount()).isEqualTo(2);
  }

  private int keptNames() {
    return Math.max(
        server.getPagingManager().getStoreNames().length,
        Math.max(
            server.getAddressSettingsRepository().getCacheSize(),
            server.getSecurityRepository().getCacheSize()));
  }
}
