package webhooks.it.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.selection.WithOwnBroker;

/** Tests what a stranger, who has no login, can do to the listener for producers. */
@WithOwnBroker
class StrangerIT {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int MEBIBYTE = 1024 * 1024;
  private static final byte[] SASL = HexFormat.of().parseHex("414d515003010000");
  private static final byte[] TOO_LONG = HexFormat.of().parseHex("7fffffff02010000");

  /**
   * Another address than the producers': an address shares the connections before a login with its
   * own strangers, so its producers can be refused for moments.
   */
  private static final String ADDRESS = "127.0.0.2";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final int port = Integer.parseInt(environment.broker().amqp().get("AMQP_PORT"));
  private final List<Socket> connections = new ArrayList<>();

  @BeforeEach
  void warmUp() {
    assertThatNewProducersPublish();
  }

  @AfterEach
  void close() throws IOException {
    for (Socket connection : connections) {
      connection.close();
    }
  }

  /** Artemis would read the last byte again and again, in a thread of many connections. */
  @Test
  void cannotKeepThreadsBusy() throws IOException {
    for (int i = 0; i < 12; i++) {
      send(connect(), SASL, TOO_LONG);
    }
    assertThatNewProducersPublish();
    for (Socket connection : connections) {
      send(connection, new byte[1]);
    }

    assertThatAllEnd();
    assertThatNewProducersPublish();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ACTIVEMQ\177\177\177\177",
        "ARTEMIS\177\177\177\177\12",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000000\r\n\r\n"
      })
  void cannotSendWhatTheBrokerWouldKeep(String beginning) throws IOException {
    Socket connection = connect();
    send(connection, beginning.getBytes(US_ASCII));
    int sent = 0;
    while (sent < 64 && send(connection, new byte[MEBIBYTE])) {
      sent++;
    }

    assertThat(sent).as("MiB that the broker has taken").isLessThan(64);
    assertThatNewProducersPublish();
  }

  /** Each of them begins a login, which ends Artemis's own time for the first bytes. */
  @Test
  void cannotTakeAllConnections() throws IOException {
    for (int i = 0; i < 3000; i++) {
      send(connect(), "ARTEMIS".getBytes(US_ASCII));
    }

    assertThatNewProducersPublish();
    assertThatAllEnd();
  }

  /**
   * Tries again, as docs/broker.md advises producers: a login that takes more than five seconds is
   * closed, which a cold or busy machine alone can cause. What a stranger keeps busy does not end.
   */
  private void assertThatNewProducersPublish() {
    await("three producers, one after the other")
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              for (int i = 0; i < 3; i++) {
                environment.closeProducer();
                environment.assertDelivers();
              }
            });
    environment.product().health().get("/health/ready").send().is(200);
  }

  private Socket connect() throws IOException {
    Socket connection =
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(ADDRESS), 0);
    connection.setSoTimeout(PATIENCE_MILLIS);
    connections.add(connection);
    return connection;
  }

  /** Returns whether the broker has not closed the connection. */
  private static boolean send(Socket connection, byte[]... parts) {
    try {
      for (byte[] part : parts) {
        connection.getOutputStream().write(part);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void assertThatAllEnd() {
    for (Socket connection : connections) {
      assertThat(ends(connection)).as("the end of the connection").isTrue();
    }
  }

  private static boolean ends(Socket connection) {
    try {
      connection.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
