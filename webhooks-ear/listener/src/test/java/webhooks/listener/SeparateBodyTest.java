package webhooks.listener;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that clients send behind a body, before it is answered. */
@Timeout(30)
class SeparateBodyTest {
  private static final int ANSWER_BYTES = 20_000;
  private static final String LAST = "GET /last HTTP/1.1|Host: a|X-Sent: last|Connection: close||";

  private static final String OTHER =
      "GET /other HTTP/1.1|Host: a|X-Sent: other|Connection: close||";

  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private GuardedListener listener;

  @BeforeEach
  void start() throws IOException {
    System.setProperty(RequestGuard.APPLICATION_RUNS, "true");
    listener = new GuardedListener("http-listener-kernel", this::answer);
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
    System.clearProperty(RequestGuard.APPLICATION_RUNS);
  }

  /**
   * A regression: the answer to the first request was written into the memory of the second one.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 4_000, 12_000})
  void areReadAsTheyWereSent(int lengthOfRest) throws IOException {
    String head = "POST /body HTTP/1.1|Host: a|Content-Length: %d||x".formatted(lengthOfRest + 1);
    try (Socket client = listener.send(head)) {
      // Its thread reads the rest of the body together with the next request.
      await().until(() -> requests.contains("/body null"));

      send(client, "x".repeat(lengthOfRest) + LAST);

      assertThat(read(client)).contains(GuardedListener.BODY_LENGTH + ": " + (lengthOfRest + 1));
      assertThat(requests).containsExactly("/body null", "/last last");
    }
  }

  /** A regression, as above, with the answer to another client. */
  @Test
  void areNotReplacedByAnswersToOthers() throws IOException {
    String head = "POST /small HTTP/1.1|Host: a|Content-Length: 4000||x";
    try (GuardedListener oneThread =
            new GuardedListener("http-listener-kernel", 1, Optional.empty(), this::answer);
        Socket client = oneThread.send(head)) {
      await().until(() -> requests.contains("/small null"));
      try (Socket other = oneThread.send(OTHER)) {
        await().until(() -> oneThread.read(other) > 0);

        send(client, "x".repeat(3_999) + LAST);

        assertThat(read(other)).startsWith("HTTP/1.1 200 OK");
        assertThat(read(client)).contains(GuardedListener.BODY_LENGTH + ": 4000");
      }
    }
    assertThat(requests).containsExactly("/small null", "/other other", "/last last");
  }

  @Test
  void followEachOther() throws IOException {
    String next = "POST /next HTTP/1.1|Host: a|X-Sent: next|Content-Length: 5||xxxxx";
    String empty = "POST /empty HTTP/1.1|Host: a|Content-Length: 0||";
    String head = "POST /body HTTP/1.1|Host: a|Content-Length: 2||x";
    try (Socket client = listener.send(head)) {
      await().until(() -> requests.contains("/body null"));

      send(client, "x" + next + empty + next + LAST);

      assertThat(read(client)).contains(GuardedListener.BODY_LENGTH + ": 2\r\n");
      assertThat(requests)
          .containsExactly("/body null", "/next next", "/empty null", "/next next", "/last last");
    }
  }

  private void answer(HttpRequestPacket request) {
    requests.add(request.getRequestURI() + " " + request.getHeader("X-Sent"));
    request.getResponse().setStatus(200);
    request
        .getResponse()
        .setContentLength(request.getRequestURI().equals("/small") ? 0 : ANSWER_BYTES);
    request.getResponse().setHeader("X-Content-Type-Options", "nosniff");
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.replace("|", "\r\n").getBytes(UTF_8));
  }

  private static String read(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), UTF_8).replace("\0", "");
  }
}
