package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests that the application answers without reading them. */
@Timeout(60)
class AnsweredBodyTest {
  private static final int PART_BYTES = 64 * 1024;
  private static final int ENDLESS_BYTES = 4 * AnsweredBody.MAX_BYTES;

  private GuardedListener listener;

  @BeforeEach
  void start() throws IOException {
    System.setProperty(RequestGuard.APPLICATION_RUNS, "true");
    listener = new GuardedListener("http-listener-kernel", AnsweredBodyTest::answer);
    listener.ignoreBodies();
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
    System.clearProperty(RequestGuard.APPLICATION_RUNS);
  }

  /** A regression: the listener read on for as long as the client sent. */
  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 8000000000", "Transfer-Encoding: chunked"})
  void connectionEndsIfTheRestIsTooLarge(String length) throws IOException {
    String head = "POST /events HTTP/1.1|Host: a|" + length + "||";
    try (Socket client = listener.send(head + "%x|".formatted(ENDLESS_BYTES))) {
      assertThat(client.getInputStream().read()).isEqualTo('H');

      assertThat(sendUntilClosed(client)).isLessThan(ENDLESS_BYTES);
      assertThat(listener.read(client))
          .isBetween(AnsweredBody.MAX_BYTES - PART_BYTES, AnsweredBody.MAX_BYTES + PART_BYTES);
    }
  }

  private static int sendUntilClosed(Socket client) throws IOException {
    byte[] part = new byte[PART_BYTES];
    Arrays.fill(part, (byte) ' ');
    int sent = 0;
    try {
      for (; sent < ENDLESS_BYTES; sent += PART_BYTES) {
        client.getOutputStream().write(part);
      }
    } catch (SocketException closed) {
      return sent;
    }
    return sent;
  }

  @Test
  void connectionGoesOnIfTheRestIsSmall() throws IOException {
    int length = AnsweredBody.MAX_BYTES / 2;
    String head = "POST /events HTTP/1.1|Host: a|Content-Length: " + length + "||";
    String last = "GET /last HTTP/1.1|Host: a|Connection: close||";
    try (Socket client = listener.send(head)) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.getInputStream().readNBytes("HTTP/1.1 401".length()))
            .endsWith("401".getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().write(new byte[length]);
        String next = i < 3 ? head : last;
        client.getOutputStream().write(next.replace("|", "\r\n").getBytes());
        skipHead(client);
      }
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 401 ");
    }
  }

  private static void skipHead(Socket client) throws IOException {
    String end = "";
    while (!end.endsWith("\r\n\r\n")) {
      end += (char) client.getInputStream().read();
    }
  }

  private static void answer(HttpRequestPacket request) {
    request.getResponse().setStatus(401);
    request.getResponse().setContentLength(0);
    request.getResponse().setHeader("X-Content-Type-Options", "nosniff");
  }
}
