package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.settings.note.HealthNote;

/** Tests who gets an answer while requests occupy the only thread. */
class RequestTurnsTest {
  private static final int STRANGERS = 20;
  private static final String PROBE = "GET /health/live HTTP/1.1|Host: a||";
  private static final String LAST = "GET /last HTTP/1.1|Host: a|Connection: close||";
  private static final String UP = "{\"status\":\"UP\",\"checks\":[]}";
  private static final String DOWN = "{\"status\":\"DOWN\",\"checks\":[]}";

  private final Queue<String> order = new ConcurrentLinkedQueue<>();
  private final CountDownLatch busy = new CountDownLatch(1);
  private final Semaphore permits = new Semaphore(0);
  private GuardedListener listener;

  @BeforeEach
  void start() throws IOException {
    System.setProperty(RequestGuard.APPLICATION_RUNS, "true");
    note(System.nanoTime());
    // One thread begins requests in the order of their turns.
    listener = new GuardedListener("http-listener-kernel", 1, Optional.empty(), this::answer);
  }

  @AfterEach
  void stop() throws IOException {
    permits.release(1000);
    listener.close();
    HealthNote.withdraw();
    System.clearProperty(RequestGuard.APPLICATION_RUNS);
  }

  @Test
  void pipelinedRequestsWaitForOtherConnections() throws Exception {
    try (Socket one = listener.send("GET /one HTTP/1.1|Host: a||".repeat(20));
        Socket two = listener.send("GET /two HTTP/1.1|Host: a||".repeat(20))) {
      busy.await();
      try (Socket other = listener.send("GET /other HTTP/1.1|Host: a|Connection: close||")) {
        // The probe comes later, so the thread that reads requests has queued the one before it.
        assertThat(probe("GET /health/live HTTP/1.1")).startsWith("HTTP/1.1 200 ");
        permits.release(1000);

        assertThat(read(other)).startsWith("HTTP/1.1 204 ");
      }
      assertThat(List.copyOf(order).indexOf("/other")).isLessThan(3);
      await(one, two);
      assertThat(order).hasSize(43);
    }
  }

  /** A regression: all that the system held of the connection, 93 KB and more, was kept. */
  @Test
  void readsOnlySomeOfWhatAWaitingClientSends() throws Exception {
    try (Socket one = listener.send("GET /one HTTP/1.1|Host: a||")) {
      busy.await();
      listener.pause();
      try (Socket other = listener.send("GET /other HTTP/1.1|Host: a||".repeat(2_000))) {
        listener.resume();
        // The probe comes later, so the thread that reads requests has read the other one.
        assertThat(probe("GET /health/live HTTP/1.1")).startsWith("HTTP/1.1 200 ");

        assertThat(listener.read(other)).isBetween(1, 16 * 1024);
        permits.release(10_000);
        await(one);
      }
    }
  }

  /** A regression: all probes that a connection had sent were answered before any other request. */
  @Test
  void pipelinedProbesWaitForOtherConnections() throws IOException {
    List<Socket> strangers = new ArrayList<>();
    for (int i = 0; i < STRANGERS; i++) {
      strangers.add(listener.send(PROBE));
      assertThat(strangers.get(i).getInputStream().read()).isEqualTo('H');
    }
    listener.pause();
    for (Socket stranger : strangers) {
      // A client that ends its side while a probe waits would count as gone.
      String probes = PROBE.repeat(199) + PROBE.replace("||", "|Connection: close||");
      stranger.getOutputStream().write(probes.replace("|", "\r\n").getBytes());
    }
    try (Socket other = listener.send(PROBE)) {
      listener.resume();
      assertThat(other.getInputStream().read()).isEqualTo('H');

      // It is accepted in one round and read in another one.
      assertThat(listener.answered().indexOf(other.getLocalPort())).isLessThan(5 * STRANGERS);
      for (Socket stranger : strangers) {
        assertThat(read(stranger).split("HTTP/1.1 200 ")).hasSize(201);
        stranger.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/health/live"})
  void answersProbesWithoutThread(String path) throws Exception {
    try (Socket one = listener.send("GET /one HTTP/1.1|Host: a||")) {
      busy.await();

      assertThat(probe("GET " + path + " HTTP/1.1"))
          .startsWith("HTTP/1.1 200 ")
          .contains("Content-Type: application/json\r\n", "X-Content-Type-Options: nosniff")
          .endsWith("\r\n\r\n" + UP);
      assertThat(order).containsExactly("/one");
      permits.release(1000);
      await(one);
    }
  }

  @Test
  void isDownIfTheNoteSaysSo() throws IOException {
    assertThat(probe("GET /health/ready HTTP/1.1"))
        .startsWith("HTTP/1.1 503 ")
        .doesNotContain("Retry-After")
        .endsWith("\r\n\r\n" + DOWN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready", "/health/started", "/health"})
  void isDownIfTheNoteIsOld(String path) throws IOException {
    note(System.nanoTime() - HealthProbe.MAX_AGE.toNanos());

    assertThat(probe("GET " + path + " HTTP/1.1"))
        .startsWith("HTTP/1.1 503 ")
        .contains(
            "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"application\"", "\"noAnswerSince\":\"2");
  }

  @Test
  void answersHeadWithoutBody() throws IOException {
    assertThat(probe("HEAD /health/live HTTP/1.1"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Length: " + UP.length())
        .endsWith("\r\n\r\n");
  }

  @Test
  void keepsConnectionOfProbes() throws IOException {
    String probes = "HEAD /health/live HTTP/1.1|Host: a||GET /health/live HTTP/1.1|Host: a||";

    assertThat(listener.ask(probes + "GET /health/ready HTTP/1.1|Host: a||"))
        .startsWith("HTTP/1.1 200 ")
        .contains("\r\n\r\nHTTP/1.1 200 ", UP + "HTTP/1.1 503 ")
        .endsWith(DOWN);
    assertThat(listener.ask("GET /health/live HTTP/1.0||")).contains("Connection: close", UP);
  }

  /** Only the application knows their rules. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /health/live HTTP/1.1",
        "get /health/live HTTP/1.1",
        "GET /health/live?pretty=true HTTP/1.1",
        "GET /health/live/ HTTP/1.1",
        "GET /health/other HTTP/1.1",
        "GET /health/live;a=b HTTP/1.1",
        "GET /health/live HTTP/1.1|Content-Length: 0",
        "GET /health/live HTTP/1.1|Transfer-Encoding: identity"
      })
  void leavesOtherRequestsToTheApplication(String head) throws IOException {
    permits.release();

    assertThat(probe(head)).startsWith("HTTP/1.1 204 ");
    assertThat(order).hasSize(1);
  }

  @Test
  void leavesProbesToTheApplicationWithoutNote() throws IOException {
    HealthNote.withdraw();
    permits.release();

    assertThat(probe("GET /health/live HTTP/1.1")).startsWith("HTTP/1.1 204 ");
  }

  @Test
  void isUnavailableWithoutTheApplication() throws IOException {
    System.clearProperty(RequestGuard.APPLICATION_RUNS);

    assertThat(probe("GET /health/live HTTP/1.1")).startsWith("HTTP/1.1 503 ");
    assertThat(order).isEmpty();
  }

  private String probe(String head) throws IOException {
    return listener.ask(head + "|Host: a|Connection: close||");
  }

  private static void note(long written) {
    new HealthNote(
            written,
            Map.of("/health", UP, "/health/live", UP, "/health/ready", DOWN, "/health/started", UP))
        .publish();
  }

  private void answer(HttpRequestPacket request) {
    order.add(request.getRequestURI());
    busy.countDown();
    permits.acquireUninterruptibly();
    request.getResponse().setStatus(204);
    request.getResponse().setHeader("X-Content-Type-Options", "nosniff");
  }

  /** Reads until all requests of these connections are answered. */
  private static void await(Socket... sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.getOutputStream().write(LAST.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8));
      read(socket);
    }
  }

  private static String read(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
