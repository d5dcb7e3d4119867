package webhooks.broker.adapter;

import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import webhooks.settings.ListenAddress;

/** An embedded broker that listens on this machine. */
final class BrokerFixture {
  private final Path directory;
  private final ListenAddress address;
  private final Credentials product = Credentials.random();
  private EmbeddedBroker broker = new EmbeddedBroker();

  private BrokerFixture(Path directory, ListenAddress address) {
    this.directory = directory;
    this.address = address;
  }

  /** Creates a broker that will listen on a free port. */
  static BrokerFixture onFreePort(Path directory) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return onPort(directory, socket.getLocalPort());
    }
  }

  /** Creates a broker that will listen on this port. */
  static BrokerFixture onPort(Path directory, int port) {
    return new BrokerFixture(directory, new ListenAddress("127.0.0.1", port));
  }

  /** Returns the settings of a broker for the product alone. */
  static BrokerSettings privateSettings(Path directory) {
    return new BrokerSettings(
        directory,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Starts the broker, also again after a stop.
   *
   * @param producers the login of producers; without one everybody may publish
   * @param operators the login of operators, who read operational events; without one nobody may
   */
  void start(Optional<Credentials> producers, Optional<Credentials> operators) throws Exception {
    BrokerSettings settings =
        new BrokerSettings(
            directory,
            Optional.empty(),
            producers,
            operators,
            Optional.of(address),
            Optional.empty());
    broker = new EmbeddedBroker();
    broker.start(settings, new BrokerAuthorization(product, settings));
  }

  /** Stops the broker, if it runs. */
  void stop() throws Exception {
    broker.stop();
  }

  /** Makes the broker stop itself, as a full disk does. */
  void failToWrite() {
    broker.failToWrite(new IOException("No space left on device"));
  }

  /** Connects as the product. */
  JMSContext connectAsProduct() {
    return connect(Optional.of(product));
  }

  /** Connects with this login, or without one. */
  JMSContext connect(Optional<Credentials> credentials) {
    ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(address.uri());
    return credentials
        .map(login -> factory.createContext(login.user(), login.password()))
        .orElseGet(factory::createContext);
  }

  ListenAddress address() {
    return address;
  }
}
