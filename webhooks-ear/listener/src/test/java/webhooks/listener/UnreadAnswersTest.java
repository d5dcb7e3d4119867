package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.settings.note.HealthNote;

/** Clients that send requests and do not read the answers. */
class UnreadAnswersTest {
  private static final int STRANGERS = 8 * GuardedListener.THREADS;

  /** What one connection may ask. The answers are more than its sockets hold. */
  private static final int REQUESTS = 250;

  /** More than a slow client takes while this test waits. */
  private static final int HUGE_BYTES = 32 * 1024 * 1024;

  private static final int RECEIVE_BUFFER_BYTES = 256 * 1024;

  private static final int ANSWER_BYTES = 60 * 1024;
  private static final byte[] SMALL = "GET /small HTTP/1.1\r\nHost: a\r\n\r\n".getBytes();
  private static final String HEAD = "HTTP/1.1 ";
  private static final String LIVE = "{\"status\":\"UP\",\"note\":\"" + "x".repeat(30_000) + "\"}";

  private final AtomicInteger large = new AtomicInteger();
  private final List<Socket> strangers = new ArrayList<>();
  private GuardedListener listener;

  @BeforeEach
  void start() throws IOException {
    System.setProperty(RequestGuard.APPLICATION_RUNS, "true");
    new HealthNote(System.nanoTime(), Map.of("/health/live", LIVE)).publish();
    listener = new GuardedListener("http-listener-kernel", this::answer);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket stranger : strangers) {
      stranger.close();
    }
    listener.close();
    HealthNote.withdraw();
    System.clearProperty(RequestGuard.APPLICATION_RUNS);
  }

  /** A regression: each of them occupied a thread for as long as a write may wait. */
  @Test
  void occupyNoThread() throws IOException {
    connect(STRANGERS, "/large");

    askUntilNoMoreIsSent();

    assertThat(large).hasValueLessThan(STRANGERS * REQUESTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/large", "/health/live"})
  void getAllAnswersWhenTheyRead(String path) throws IOException {
    connect(2, path);
    askUntilNoMoreIsSent();

    assertThat(countAnswers(strangers.get(1))).isEqualTo(REQUESTS);
    assertThat(countAnswers(strangers.get(0))).isEqualTo(REQUESTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/large", "/health/live"})
  void loseTheirConnectionInTime(String path) throws IOException {
    listener.setWriteTimeout(Duration.ofMillis(100));
    connect(1, path);

    await("the end").until(() -> isEnded(strangers.get(0)));

    assertThat(countAnswers(strangers.get(0))).isLessThan(REQUESTS);
  }

  /** A regression: a client that took a little now and then kept its connection without an end. */
  @Test
  void loseTheirConnectionIfTheyReadTooSlowly() throws IOException {
    listener.setWriteTimeout(Duration.ofMillis(300));
    Socket slow = new Socket();
    slow.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
    slow.connect(new InetSocketAddress("127.0.0.1", listener.port()));
    strangers.add(slow);
    slow.getOutputStream().write("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n".getBytes());
    AtomicInteger taken = new AtomicInteger();

    await("the end").pollInterval(Duration.ofMillis(5)).until(() -> !takes(slow, taken));

    assertThat(taken).hasValueLessThan(HUGE_BYTES);
  }

  @Test
  void loseTheirConnectionAlsoWhenItIsBeingClosed() throws IOException {
    listener.setWriteTimeout(Duration.ofMillis(100));
    String last = "GET /large HTTP/1.1|Host: a|Connection: close||";
    strangers.add(listener.send("GET /large HTTP/1.1|Host: a||".repeat(REQUESTS / 2) + last));

    await("the end").until(() -> isEnded(strangers.get(0)));
  }

  private void connect(int count, String path) throws IOException {
    String requests =
        ("GET " + path + " HTTP/1.1|Host: a||").repeat(REQUESTS - 1)
            + ("GET " + path + " HTTP/1.1|Host: a|Connection: close||");
    for (int i = 0; i < count; i++) {
      strangers.add(listener.send(requests));
    }
  }

  /** Asks on one connection as long as the others get answers. Each question is answered. */
  private void askUntilNoMoreIsSent() throws IOException {
    try (Socket other = listener.send("")) {
      int before;
      do {
        before = large.get();
        for (int i = 0; i < 2 * STRANGERS; i++) {
          other.getOutputStream().write(SMALL);
          assertThat(readHead(other.getInputStream())).startsWith("HTTP/1.1 204 ");
        }
      } while (large.get() > before);
    }
  }

  private void answer(HttpRequestPacket request) {
    request.getResponse().setHeader("X-Content-Type-Options", "nosniff");
    if (request.getRequestURI().equals("/huge")) {
      request.getResponse().setStatus(200);
      request.getResponse().setContentLength(HUGE_BYTES);
    } else if (request.getRequestURI().equals("/large")) {
      large.incrementAndGet();
      request.getResponse().setStatus(200);
      request.getResponse().setContentLength(ANSWER_BYTES);
    } else {
      request.getResponse().setStatus(204);
    }
  }

  /** Takes a little, and returns whether there was something. */
  private static boolean takes(Socket socket, AtomicInteger taken) {
    try {
      int count = socket.getInputStream().readNBytes(8 * 1024).length;
      taken.addAndGet(count);
      return count > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertThat(next).as("after %s", head).isNotNegative();
      head.append((char) next);
    }
    return head.toString();
  }

  private static int countAnswers(Socket socket) throws IOException {
    StringBuilder all = new StringBuilder();
    try {
      byte[] part = new byte[1 << 16];
      for (int count; (count = socket.getInputStream().read(part)) >= 0; ) {
        all.append(new String(part, 0, count, StandardCharsets.US_ASCII));
      }
    } catch (SocketException e) {
      // The listener has ended the connection.
    }
    return all.toString().split(HEAD, -1).length - 1;
  }

  /** Returns whether the listener has ended a connection, which then refuses what is sent. */
  private static boolean isEnded(Socket socket) {
    try {
      socket.getOutputStream().write('\n');
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
