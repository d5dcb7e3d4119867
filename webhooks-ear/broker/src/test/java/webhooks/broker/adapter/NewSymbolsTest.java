package webhooks.broker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.broker.AmqpHex.FALSE;
import static webhooks.broker.AmqpHex.NULL;
import static webhooks.broker.AmqpHex.TRUE;
import static webhooks.broker.AmqpHex.bytesOf;
import static webhooks.broker.AmqpHex.described;
import static webhooks.broker.AmqpHex.frame;
import static webhooks.broker.AmqpHex.list;
import static webhooks.broker.AmqpHex.longSymbol;
import static webhooks.broker.AmqpHex.map;
import static webhooks.broker.AmqpHex.randomName;
import static webhooks.broker.AmqpHex.string;
import static webhooks.broker.AmqpHex.symbol;
import static webhooks.broker.AmqpHex.transfer;
import static webhooks.broker.AmqpHex.uint;

import jakarta.jms.JMSContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import webhooks.broker.KeptSymbols;
import webhooks.broker.QueueNames;

/** Tests what a producer with a login can do with AMQP symbols, which the broker never forgets. */
@Timeout(120)
class NewSymbolsTest {
  private static final Credentials PRODUCER = new Credentials("producer", "password");

  /** SASL, with the login above, and AMQP. */
  private static final String LOGIN =
      "414d515003010000"
          + "0000002902010000"
          + "005341c01c02a305504c41494ea012"
          + "0070726f64756365720070617373776f7264"
          + "414d515000010000";

  private static final int CONNECTIONS = 5;
  private static final int SYMBOLS = 4000;
  private static final int SYMBOL_BYTES = 1000;

  private final Random random = new Random();
  private BrokerFixture broker;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    broker = BrokerFixture.onFreePort(directory);
    broker.start(Optional.of(PRODUCER), Optional.empty());
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  @Test
  void disconnectAProducerAndNoOther() throws Exception {
    int before = KeptSymbols.names().size();
    JmsConnectionFactory amqp =
        new JmsConnectionFactory(
            PRODUCER.user(), PRODUCER.password(), "amqp://127.0.0.1:" + broker.address().port());
    try (JMSContext first = amqp.createContext();
        JMSContext core = broker.connect(Optional.of(PRODUCER))) {
      publish(first);
      for (int i = 0; i < CONNECTIONS; i++) {
        try (Socket attacker = connect("127.0.0.9")) {
          sendSymbols(attacker);
          assertThat(ends(attacker)).as("the end of connection %d", i).isTrue();
        }
        publish(first);
        publish(core);
        try (JMSContext next = amqp.createContext()) {
          publish(next);
        }
      }
    }

    assertThat(KeptSymbols.names().size()).isLessThan(before + SYMBOLS / 2);
  }

  private static void publish(JMSContext context) {
    context
        .createProducer()
        .setProperty("key", "value")
        .send(context.createQueue(QueueNames.EVENTS.toString()), "text");
  }

  /**
   * After an error of the first part Artemis reads the next one as the beginning of a message. In
   * the message that the client has begun it lies in the middle of data.
   */
  @Test
  void cannotComeBehindAnErrorOfArtemis() throws Exception {
    String name = randomName(random, 100);
    String badHeader = described(0x70, list(string("no boolean")));
    String data = described(0x75, "b000100000") + "00".repeat(110_000);
    try (Socket attacker = connect("127.0.0.8")) {
      send(attacker, transfer(0, uint(0), true, badHeader + data));
      readUntil(attacker, "005318");
      send(attacker, transfer(0, NULL, true, "00" + symbol(name) + NULL));

      assertThat(ends(attacker)).isTrue();
    }

    assertThat(KeptSymbols.names().contains(name)).isFalse();
  }

  /**
   * Connects, and attaches a link for messages.
   *
   * @param address the producer's own one, so that each test has a share of the process
   */
  private Socket connect(String address) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(),
            broker.address().port(),
            InetAddress.getByName(address),
            0);
    socket.setSoTimeout(10_000);
    String session = described(0x11, list(NULL, uint(0), uint(2048), uint(2048)));
    String target = described(0x29, list(string(QueueNames.EVENTS.toString())));
    String source = described(0x28, list());
    String link =
        list(string("link"), uint(0), FALSE, NULL, NULL, source, target, NULL, NULL, uint(0));
    send(
        socket,
        LOGIN
            + frame(0, described(0x10, list(string("attacker"))))
            + frame(0, session)
            + frame(0, described(0x12, link)));
    readUntil(socket, "005313");
    return socket;
  }

  private static void send(Socket socket, String hex) {
    try {
      socket.getOutputStream().write(bytesOf(hex));
    } catch (IOException e) {
      // The broker has closed the connection.
    }
  }

  private static void readUntil(Socket socket, String expected) throws IOException {
    StringBuilder answers = new StringBuilder();
    while (answers.indexOf(expected) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("the next byte after %s", answers).isNotNegative();
      answers.append(HexFormat.of().toHexDigits((byte) next));
    }
  }

  private void sendSymbols(Socket socket) {
    for (int i = 0; i < SYMBOLS; i++) {
      String properties = map(longSymbol(randomName(random, SYMBOL_BYTES)), TRUE);
      send(
          socket,
          frame(
              0,
              described(
                  0x13,
                  list(
                      uint(0),
                      uint(2048),
                      uint(0),
                      uint(2048),
                      NULL,
                      NULL,
                      NULL,
                      NULL,
                      FALSE,
                      FALSE,
                      properties))));
    }
  }

  private static boolean ends(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
