package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import webhooks.settings.VerifiedCaller;
import webhooks.settings.note.HealthNote;

/** Two addresses take all that a listener has, and a third one still gets its answers. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "has all addresses of 127.0.0.0/8")
class ManyConnectionsTest {
  private static final String PROBE = "GET /health/live HTTP/1.1|Host: a|Connection: close||";
  private static final String KEPT_PROBE = "GET /health/live HTTP/1.1|Host: a||";
  private static final String REQUEST = "GET /webhooks HTTP/1.1|Host: a|Connection: close||";
  private static final String ACCEPTED_REQUEST =
      "GET /webhooks HTTP/1.1|Host: a|Authorization: Bearer accepted||";
  private static final int CONNECTIONS = ConnectionLimit.max(Runtime.getRuntime().maxMemory());

  private final List<Socket> strangers = new ArrayList<>();
  private final CountDownLatch busy = new CountDownLatch(GuardedListener.THREADS);
  private final Semaphore permits = new Semaphore(0);
  private GuardedListener listener;

  @BeforeEach
  void start() throws IOException {
    System.setProperty(RequestGuard.APPLICATION_RUNS, "true");
    // It does not become old while a busy machine connects.
    long written = System.nanoTime() + Duration.ofHours(1).toNanos();
    new HealthNote(written, Map.of("/health/live", "{\"status\":\"UP\"}")).publish();
    listener = new GuardedListener("http-listener-kernel", this::answer);
  }

  @AfterEach
  void stop() throws IOException {
    permits.release(CONNECTIONS);
    for (Socket stranger : strangers) {
      stranger.close();
    }
    listener.close();
    HealthNote.withdraw();
    System.clearProperty(RequestGuard.APPLICATION_RUNS);
  }

  @Test
  void connectionsOfTwoAddressesShutOutNoOther() throws IOException {
    connect("127.0.0.2", CONNECTIONS - CONNECTIONS / 4, "");
    connect("127.0.0.3", CONNECTIONS / 4, "");

    assertThat(read(listener.sendFrom("127.0.0.4", PROBE))).startsWith("HTTP/1.1 200 ");
    assertThat(read(strangers.get(0))).isEmpty();
    assertThat(read(ask(strangers.get(1), PROBE))).startsWith("HTTP/1.1 200 ");
  }

  /** A regression: a connection counted as idle from its start if it brought only probes. */
  @Test
  void probeRenewsThePlaceOfItsConnection() throws IOException {
    connect("127.0.0.2", CONNECTIONS, "");
    ask(strangers.get(0), KEPT_PROBE);
    assertThat(strangers.get(0).getInputStream().read()).isEqualTo('H');

    assertThat(read(listener.sendFrom("127.0.0.4", PROBE))).startsWith("HTTP/1.1 200 ");

    assertThat(read(strangers.get(1))).isEmpty();
    assertThat(read(ask(strangers.get(0), PROBE))).contains("HTTP/1.1 200 ");
  }

  /** A regression: the connection of a client that had gone kept its place until its turn. */
  @Test
  void clientThatHasGoneFreesItsPlace() throws Exception {
    connect("127.0.0.2", GuardedListener.THREADS, REQUEST);
    busy.await();
    connect("127.0.0.2", CONNECTIONS - GuardedListener.THREADS - 1, "");
    connect("127.0.0.2", 1, REQUEST);
    Socket observer = strangers.get(CONNECTIONS - 2);
    probe(observer);

    strangers.get(CONNECTIONS - 1).close();
    // The second probe is read in a later round than the end of that connection.
    probe(observer);
    probe(observer);

    assertThat(read(listener.sendFrom("127.0.0.2", PROBE))).startsWith("HTTP/1.1 200 ");
    Socket next = strangers.get(GuardedListener.THREADS);
    assertThat(read(ask(next, PROBE))).startsWith("HTTP/1.1 200 ");
  }

  /** A regression: the client had more connections than each of the others, so it lost them. */
  @Test
  void connectionsOfManyAddressesCloseNoneOfAnAccount() throws IOException {
    permits.release(2);
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      clients.add(listener.sendFrom("127.0.0.1", ACCEPTED_REQUEST));
      assertThat(clients.get(i).getInputStream().read()).isEqualTo('H');
    }
    for (int i = 0; i < CONNECTIONS + 100; i++) {
      connect("127.1." + i / 250 + "." + (1 + i % 250), 1, "");
    }

    // The others keep their places for a quarter of a second.
    await()
        .untilAsserted(
            () ->
                assertThat(read(listener.sendFrom("127.0.0.4", PROBE)))
                    .startsWith("HTTP/1.1 200 "));
    for (Socket client : clients) {
      assertThat(read(ask(client, PROBE))).contains("HTTP/1.1 200 ");
    }
  }

  @Test
  void requestsOfTwoAddressesShutOutNoOther() throws Exception {
    int places = RequestQueue.MAX_WAITING;
    connect("127.0.0.2", GuardedListener.THREADS, REQUEST);
    busy.await();
    connect("127.0.0.2", places - places / 4, REQUEST);
    connect("127.0.0.3", places / 4, REQUEST);

    Socket other = listener.sendFrom("127.0.0.4", REQUEST);
    // The probe comes later, so the thread that reads requests has seen all before it.
    assertThat(listener.ask(PROBE)).startsWith("HTTP/1.1 200 ");
    permits.release(CONNECTIONS);

    assertThat(read(other)).startsWith("HTTP/1.1 204 ");
    List<String> answers = new ArrayList<>();
    for (Socket stranger : strangers) {
      answers.add(read(stranger).substring(0, 12));
    }
    assertThat(answers).filteredOn("HTTP/1.1 503"::equals).hasSize(1);
    assertThat(answers).filteredOn("HTTP/1.1 204"::equals).hasSize(answers.size() - 1);
  }

  private void connect(String address, int count, String text) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket stranger = listener.sendFrom(address, text);
      // A reset frees the port at once: the next run needs as many.
      stranger.setSoLinger(true, 0);
      strangers.add(stranger);
    }
  }

  private void answer(HttpRequestPacket request) {
    busy.countDown();
    permits.acquireUninterruptibly();
    if (request.getHeader("Authorization") != null) {
      request.setAttribute(VerifiedCaller.ATTRIBUTE, new VerifiedCaller("a", "1").attribute());
    }
    request.getResponse().setStatus(204);
    request.getResponse().setHeader("X-Content-Type-Options", "nosniff");
  }

  /** Sends a probe and reads the answer. */
  private static void probe(Socket socket) throws IOException {
    ask(socket, KEPT_PROBE);
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("UP\"}") < 0) {
      answer.append((char) socket.getInputStream().read());
    }
  }

  private static Socket ask(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.replace("|", "\r\n").getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String read(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
