package webhooks.it.resilience.outage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Progress;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.KeptConnection;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPayara;

/** Health checks and other callers beside connections that send many requests at once. */
class PipeliningIT {
  private static final int CONNECTIONS = 64;

  private static final int STRANGERS = 400;

  /** The server ends a connection after so many. */
  private static final int REQUESTS = 250;

  private static final int ASKED = 20;

  /** A listener has somewhat fewer with the product's heap of 512 MiB: a quarter of it for all. */
  private static final int MANY_CONNECTIONS = 1000;

  /** The time that a write of the server may wait for its client. */
  private static final int MAX_WRITE_MILLIS = 30_000;

  private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;

  private static TestEnvironment environment;

  @BeforeAll
  static void start() {
    environment = TestEnvironment.shared();
  }

  /** Counts answers instead of time: a busy machine answers both sides slowly. */
  @Test
  void othersWaitForOneRequestOfEachConnection() throws IOException {
    List<Integer> probes = new ArrayList<>();
    List<Integer> lists = new ArrayList<>();
    String list =
        "GET /webhooks HTTP/1.1\r\nAuthorization: Bearer " + environment.application().token();
    int port = environment.product().port();
    try (PipelinedLoad load = new PipelinedLoad("127.0.0.1", port, CONNECTIONS, REQUESTS)) {
      for (int i = 0; i < ASKED; i++) {
        int before = load.answers();
        ask("GET /health/live HTTP/1.1", "\"UP\"");
        int between = load.answers();
        ask(list, "{\"webhooks\":[]}");
        probes.add(between - before);
        lists.add(load.answers() - between);
      }
      // Without turns, the first question would wait for the whole load.
      assertThat(load.answers()).as("the load goes on").isLessThan(CONNECTIONS * REQUESTS);
      Progress.say("answers to others meanwhile: probes %s, lists %s", probes, lists);
    }
    // Each connection has one request in the queue, and those with a thread may have one more.
    assertThat(median(probes)).isLessThan(3 * CONNECTIONS);
    assertThat(median(lists)).isLessThan(3 * CONNECTIONS);
  }

  /** As behind a proxy. WildFly has no such turns. */
  @Test
  @OnMicro
  @OnPayara
  void accountWaitsForOneOfAllStrangersAtItsAddress() throws IOException {
    List<Integer> lists = new ArrayList<>();
    String list =
        "GET /webhooks HTTP/1.1\r\nAuthorization: Bearer " + environment.application().token();
    int port = environment.product().port();
    // From now on the listener knows the token.
    ask(list, "{\"webhooks\":[]}");
    try (PipelinedLoad load = new PipelinedLoad("127.0.0.1", port, STRANGERS, REQUESTS)) {
      for (int i = 0; i < ASKED; i++) {
        int before = load.answers();
        ask(list, "{\"webhooks\":[]}");
        lists.add(load.answers() - before);
      }
      assertThat(load.answers()).as("the load goes on").isLessThan(STRANGERS * REQUESTS);
      Progress.say("answers to strangers meanwhile: %s", lists);
    }
    // Each of them has a token of its own. By tokens, all of them would be answered before.
    assertThat(median(lists)).isLessThan(STRANGERS);
  }

  /** WildFly has no such limit. */
  @Test
  @OnMicro
  @OnPayara
  void twoAddressesLeaveConnectionsToOthers() throws IOException {
    List<KeptConnection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < MANY_CONNECTIONS; i++) {
        connections.add(connect(i % 4 == 0 ? "127.0.0.3" : "127.0.0.2"));
      }
      ask("GET /health/live HTTP/1.1", "\"UP\"");
      ask(
          "GET /webhooks HTTP/1.1\r\nAuthorization: Bearer " + environment.application().token(),
          "{\"webhooks\":[]}");

      // The first connection of the larger address was idle the longest.
      assertThatThrownBy(() -> connections.get(1).head("/webhooks"))
          .isInstanceOf(IOException.class);
      assertThat(connections.get(MANY_CONNECTIONS / 2 + 1).head("/webhooks")).isEqualTo(401);
    } finally {
      for (KeptConnection connection : connections) {
        connection.close();
      }
    }
  }

  /** On WildFly a connection keeps its thread until its answer is read. */
  @Test
  @OnMicro
  @OnPayara
  void clientsThatReadNothingOccupyNoThread() throws IOException {
    String list =
        "GET /webhooks HTTP/1.1\r\nAuthorization: Bearer " + environment.application().token();
    byte[] requests =
        "GET /console/texts.js HTTP/1.1\r\nHost: a\r\n\r\n".repeat(REQUESTS).getBytes(US_ASCII);
    List<Socket> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        Socket stranger = socket("127.0.0.2", MAX_WRITE_MILLIS);
        stranger.getOutputStream().write(requests);
        strangers.add(stranger);
      }
      try (Socket caller = socket("127.0.0.1", MAX_WRITE_MILLIS / 2)) {
        KeptConnection reader = new KeptConnection(caller);
        for (int i = 0; i < REQUESTS / 2; i++) {
          assertThat(reader.head("/webhooks")).isEqualTo(401);
        }
      }
      ask(list, "{\"webhooks\":[]}");
    } finally {
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
  }

  private static Socket socket(String address, int timeoutMillis) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(timeoutMillis);
    socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    socket.bind(new InetSocketAddress(address, 0));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), environment.product().port()));
    return socket;
  }

  private static KeptConnection connect(String address) throws IOException {
    return new KeptConnection(socket(address, 2 * MAX_WRITE_MILLIS));
  }

  private static int median(List<Integer> counts) {
    return counts.stream().sorted().skip(counts.size() / 2).findFirst().orElseThrow();
  }

  /** Asks on a new connection. */
  private static void ask(String head, String expected) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), environment.product().port())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write((head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .startsWith("HTTP/1.1 200")
          .contains(expected);
    }
  }
}
