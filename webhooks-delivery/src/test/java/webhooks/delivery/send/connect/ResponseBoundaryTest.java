package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.receiver.LoopbackServer;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;

/**
 * Receivers that send more than their responses. Other webhooks of the same owner use the same
 * connections.
 */
@Timeout(120)
class ResponseBoundaryTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final String FORGED = "HTTP/1.1 200 FORGED";
  private static final String FAILURE = "HTTP/1.1 503 Sorry\r\nContent-Length: 0\r\n\r\n";

  @RegisterExtension private static final TestSender sender = TestSender.patient();

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"
      })
  void forgedStatusDoesNotBecomeTheOutcomeOfANeighbour(String response) throws Exception {
    assertNeighbourFails(200, response + FORGED, "");
  }

  @Test
  void shortContentLengthDoesNotFailANeighbour() throws Exception {
    assertNeighbourFails(200, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nbody", "bo");
  }

  @ParameterizedTest
  @CsvSource({"204, body", "304, body", "204, HTTP/1.1 200 FORGED", "304, HTTP/1.1 200 FORGED"})
  void bodyWhereNoneIsAllowedDoesNotFailANeighbour(int status, String body) throws Exception {
    assertNeighbourFails(
        status, "HTTP/1.1 " + status + " X\r\nContent-Length: 4\r\n\r\n" + body, "");
  }

  private static void assertNeighbourFails(int status, String first, String body) throws Exception {
    try (LoopbackServer receiver = answering(first, new CountDownLatch(0), "")) {
      String url = Certificates.url(receiver.port(), "/");

      Attempt attempt = sender.send(url);
      Attempt neighbour = sender.sendForAnotherWebhook(url);

      assertThat(attempt.statusCode()).hasValue(status);
      assertThat(attempt.excerpt()).asString().isEqualTo(body);
      assertThat(neighbour.statusCode()).hasValue(503);
      assertThat(receiver.connections()).isEqualTo(2);
    }
  }

  @Test
  void bytesWithoutARequestEndTheConnection() throws Exception {
    CountDownLatch attempted = new CountDownLatch(1);
    try (LoopbackServer receiver = answering(OK, attempted, FORGED)) {
      String url = Certificates.url(receiver.port(), "/");
      assertThat(sender.send(url).statusCode()).hasValue(200);

      long before = System.nanoTime();
      attempted.countDown();
      receiver.awaitFirstClosed();

      // The pool would close the connection after 20 s.
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(15));
      assertThat(sender.sendForAnotherWebhook(url).statusCode()).hasValue(503);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OK,
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n",
        "HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\n\r\n"
      })
  void completeResponsesKeepTheConnection(String response) throws Exception {
    try (LoopbackServer receiver = new LoopbackServer(repeating(response))) {
      for (int i = 0; i < 20; i++) {
        sender.send(Certificates.url(receiver.port(), "/"));
      }

      // An attempt may end just before its connection is free again.
      assertThat(receiver.connections()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void limitsTheSizeOfEachResponseAndNotOfTheirSum() throws Exception {
    String fields = ("X: " + "y".repeat(995) + "\r\n").repeat(15);
    String response =
        "HTTP/1.1 200 OK\r\nContent-Length: 15000\r\n" + fields + "\r\n" + "z".repeat(15_000);
    try (LoopbackServer receiver = new LoopbackServer(repeating(response))) {
      for (int i = 0; i < 4; i++) {
        assertThat(sender.send(Certificates.url(receiver.port(), "/")).succeeded()).isTrue();
      }

      assertThat(receiver.connections()).isLessThanOrEqualTo(2);
    }
  }

  /**
   * Returns a receiver that answers its first request with a text, to which it adds another when
   * the latch opens, and all other requests with 503.
   */
  private static LoopbackServer answering(String first, CountDownLatch open, String late)
      throws IOException {
    AtomicBoolean answered = new AtomicBoolean();
    return new LoopbackServer(
        (connection, closing) -> {
          SSLSocket tls = tls(connection);
          while (true) {
            RawReceiver.readRequest(tls.getInputStream());
            if (answered.getAndSet(true)) {
              RawReceiver.write(tls.getOutputStream(), FAILURE);
            } else {
              RawReceiver.write(tls.getOutputStream(), first);
              open.await();
              RawReceiver.write(tls.getOutputStream(), late);
            }
          }
        });
  }

  private static LoopbackServer.Behaviour repeating(String response) {
    return (connection, closing) -> {
      SSLSocket tls = tls(connection);
      OutputStream out = tls.getOutputStream();
      while (true) {
        RawReceiver.readRequest(tls.getInputStream());
        RawReceiver.write(out, response);
      }
    };
  }

  private static SSLSocket tls(Socket connection) throws IOException {
    return (SSLSocket)
        Certificates.of(Certificates.HOST)
            .getSocketFactory()
            .createSocket(connection, InputStream.nullInputStream(), true);
  }
}
