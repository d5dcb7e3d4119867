package webhooks.listener;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.settings.note.HealthNote;

/** What clients send, or that they leave, while their requests wait for a thread. */
@Timeout(30)
class ClientInputTest {
  private static final String PROBE = "GET /health/live HTTP/1.1|Host: a|Connection: close||";
  private static final String GONE = "GET /gone HTTP/1.1|Host: a||";
  private static final String LAST = "GET /last HTTP/1.1|Host: a|Connection: close||";
  private static final String LARGE = "GET /large HTTP/1.1|Host: a|X: " + "x".repeat(1_000) + "||";
  private static final String BODY = "x".repeat(3_000);
  private static final String HEAD =
      "POST /body HTTP/1.1|Host: a|Content-Length: " + 3 * BODY.length() + "||";

  private final HeldCertificate held =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
  private final Queue<String> order = new ConcurrentLinkedQueue<>();
  private final CountDownLatch busy = new CountDownLatch(GuardedListener.THREADS);
  private final Semaphore permits = new Semaphore(0);
  private final List<Socket> others = new ArrayList<>();
  private GuardedListener listener;

  @BeforeEach
  void occupyAllThreads() throws Exception {
    System.setProperty(RequestGuard.APPLICATION_RUNS, "true");
    new HealthNote(System.nanoTime(), Map.of("/health/live", "{\"status\":\"UP\"}")).publish();
    listener = new GuardedListener("http-listener-kernel", this::answer);
    occupyThreads();
  }

  private void occupyThreads() throws IOException, InterruptedException {
    for (int i = 0; i < GuardedListener.THREADS; i++) {
      others.add(listener.send("GET /other HTTP/1.1|Host: a||"));
    }
    busy.await();
  }

  @AfterEach
  void stop() throws IOException {
    permits.release(1000);
    for (Socket other : others) {
      other.close();
    }
    listener.close();
    HealthNote.withdraw();
    System.clearProperty(RequestGuard.APPLICATION_RUNS);
  }

  /** A regression: the end of a connection was not seen while its request waited. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5_000})
  void requestIsNotRunAfterItsClientReset(int moreBytes) throws IOException {
    Socket gone = waiting(GONE);
    send(gone, "y".repeat(moreBytes));
    gone.setSoLinger(true, 0);
    gone.close();

    runsWithout("/gone");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5_000})
  void requestIsNotRunAfterItsClientClosed(int moreBytes) throws IOException {
    Socket gone = waiting(GONE);
    send(gone, "y".repeat(moreBytes));
    gone.close();

    runsWithout("/gone");
  }

  @Test
  void clientThatEndsItsSideWhileItsRequestWaitsCountsAsGone() throws IOException {
    try (Socket gone = waiting(GONE)) {
      gone.shutdownOutput();

      assertThat(gone.getInputStream().read()).isEqualTo(-1);
      runsWithout("/gone");
    }
  }

  @Test
  void requestIsNotRunIfItsClientResetBefore() throws IOException {
    permits.release(1000);
    listener.pause();
    Socket gone = listener.send(GONE);
    gone.setSoLinger(true, 0);
    gone.close();
    listener.resume();

    runsWithout("/gone");
  }

  @Test
  void clientThatEndedItsSideIsAnsweredIfThereIsAThread() throws IOException {
    permits.release(1000);
    try (GuardedListener free = new GuardedListener("http-listener-kernel", this::answer)) {
      free.pause();
      try (Socket client = free.send(GONE)) {
        client.shutdownOutput();
        free.resume();

        assertThat(read(client)).startsWith("HTTP/1.1 204 ");
      }
    }
  }

  @Test
  void clientThatEndsItsSideIsAnsweredIfItsRequestHasAThread() throws IOException {
    Socket running = others.get(0);
    running.shutdownOutput();
    seen();
    permits.release(1000);

    assertThat(read(running)).startsWith("HTTP/1.1 204 ");
  }

  @Test
  void keepsWhatIsSentMeanwhile() throws IOException {
    try (Socket client = waiting(HEAD + BODY)) {
      sendTheRest(client);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void keepsWhatIsSentMeanwhileOverTls(String protocol) throws Exception {
    permits.release(GuardedListener.THREADS);
    listener.close();
    listener =
        new GuardedListener(
            "http-listener-kernel",
            Optional.of(
                new HandshakeCertificates.Builder().heldCertificate(held).build().sslContext()),
            this::answer);
    for (int i = 0; i < GuardedListener.THREADS; i++) {
      SSLSocket other = connect(protocol);
      others.add(other);
      send(other, "GET /tls HTTP/1.1|Host: a||");
    }
    await().until(() -> order.stream().filter("/tls"::equals).count() == GuardedListener.THREADS);
    try (SSLSocket client = connect(protocol)) {
      send(client, HEAD + BODY);
      await().until(() -> listener.read(client) > BODY.length());
      sendTheRest(client);
    }
  }

  private void sendTheRest(Socket client) throws IOException {
    send(client, BODY);
    await().until(() -> listener.isWatched(client));
    send(client, BODY + LAST);
    seen();
    permits.release(1000);

    assertThat(read(client))
        .contains(GuardedListener.BODY_LENGTH + ": " + 3 * BODY.length() + "\r\n", "/last");
  }

  /** Neither more memory nor the processor may be used for a client that sends much. */
  @Test
  void watchesNoLongerAClientThatSendsMuch() throws IOException {
    try (Socket client = waiting(GONE)) {
      assertThat(listener.isWatched(client)).isTrue();

      send(client, LARGE.repeat(200));

      await().until(() -> !listener.isWatched(client));
      permits.release(1000);
      send(client, LAST);
      assertThat(read(client).split("HTTP/1.1 204 ")).hasSize(203);
    }
  }

  @Test
  void readsNothingFromTheClientOfARunningRequest() throws IOException {
    try (Socket client = waiting(GONE)) {
      permits.release(1);
      await().until(() -> order.contains("/gone"));

      send(client, LAST);

      await().until(() -> !listener.isWatched(client));
      permits.release(1000);
      assertThat(read(client).split("HTTP/1.1 204 ")).hasSize(3);
    }
  }

  /** Sends a request that gets no thread yet. */
  private Socket waiting(String request) throws IOException {
    Socket client = listener.send(request);
    seen();
    return client;
  }

  /**
   * Waits until the thread that reads requests has seen all that was sent before: in one round what
   * a client has sent, in the next one its end.
   */
  private void seen() throws IOException {
    listener.ask(PROBE);
    listener.ask(PROBE);
  }

  private void runsWithout(String path) throws IOException {
    seen();
    permits.release(1000);
    assertThat(listener.ask(LAST)).startsWith("HTTP/1.1 204 ");
    assertThat(order).contains("/last").doesNotContain(path);
  }

  private SSLSocket connect(String protocol) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            new HandshakeCertificates.Builder()
                .addTrustedCertificate(held.certificate())
                .build()
                .sslSocketFactory()
                .createSocket("127.0.0.1", listener.port());
    socket.setSoTimeout(10_000);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  private void answer(HttpRequestPacket request) {
    order.add(request.getRequestURI());
    busy.countDown();
    permits.acquireUninterruptibly();
    request.getResponse().setStatus(204);
    request.getResponse().setHeader("X-Content-Type-Options", "nosniff");
    request.getResponse().setHeader("X-Path", request.getRequestURI());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.replace("|", "\r\n").getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  private static String read(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }
}
