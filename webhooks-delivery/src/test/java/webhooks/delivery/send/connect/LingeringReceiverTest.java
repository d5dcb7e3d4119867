package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.receiver.LoopbackServer;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestDelivery;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.node.DirectSender;

/** Receivers that keep a connection busy after its attempt has ended. */
@Timeout(120)
class LingeringReceiverTest {
  private static final String NO_CONTENT = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final String FAILURE = "HTTP/1.1 500 Sorry\r\nContent-Length: 0\r\n\r\n";

  @RegisterExtension private static final TestSender sender = TestSender.patient();

  @Test
  void unfinishedHandshakesTakeNoConnectionFromOthers() throws Exception {
    int maxConnections = 2 * (TestSender.MAX_IN_FLIGHT + DirectSender.MAX_CONCURRENT);
    try (TestSender impatient = TestSender.withTimeout(TestSender.SHORT_TIMEOUT);
        LoopbackServer silent = new LoopbackServer((connection, closing) -> closing.await());
        RawReceiver other = RawReceiver.writing(NO_CONTENT)) {
      while (silent.connections() < maxConnections) {
        List<CompletableFuture<Attempt>> attempts = new ArrayList<>();
        for (int i = 0; i < TestSender.MAX_IN_FLIGHT; i++) {
          attempts.add(impatient.begin(UUID.randomUUID(), Certificates.url(silent.port(), "/")));
        }
        for (CompletableFuture<Attempt> attempt : attempts) {
          assertThat(TestSender.end(attempt).error()).contains(AttemptError.TIMEOUT);
        }
      }

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> impatient.sendForAnotherWebhook(other.url("/")).succeeded());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NO_CONTENT,
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 500 Sorry\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno",
        "HTTP/9.9 200 OK\r\n\r\n"
      })
  void cutsOffReceiverThatKeepsAnswering(String first) throws Exception {
    RawReceiver.Answer endlessly =
        (out, closing) -> {
          RawReceiver.write(out, first);
          while (!closing.await(1, TimeUnit.MILLISECONDS)) {
            RawReceiver.write(out, NO_CONTENT);
          }
        };
    try (RawReceiver receiver = new RawReceiver(endlessly)) {
      sender.send(receiver.url("/"));

      receiver.awaitClosed();
    }
  }

  @Test
  void cutsOffEndlessInterimResponses() throws Exception {
    RawReceiver.Answer endlessly =
        (out, closing) -> {
          while (true) {
            RawReceiver.write(out, "HTTP/1.1 103 Early Hints\r\n\r\n");
          }
        };
    try (RawReceiver receiver = new RawReceiver(endlessly)) {
      assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.PROTOCOL);
      receiver.awaitClosed();
    }
  }

  @Test
  void cutsOffEndlessHandshake() throws Exception {
    LoopbackServer.Behaviour endlessly =
        (connection, closing) -> {
          OutputStream out = connection.getOutputStream();
          // The start of a handshake record of 16 KiB, which never ends.
          out.write(new byte[] {22, 3, 3, 64, 0, 2, 0, 63, (byte) 252});
          trickle(out, closing);
        };
    TestSender.withSufficientTimeout(
        impatient -> {
          try (LoopbackServer receiver = new LoopbackServer(endlessly)) {
            assertThat(impatient.send(Certificates.url(receiver.port(), "/")).error())
                .contains(AttemptError.TIMEOUT);
            if (receiver.connections() == 0) {
              return false;
            }
            receiver.awaitFirstClosed();
            return true;
          }
        });
  }

  /** Bytes after a response must not become the response to the next request. */
  @ParameterizedTest
  @ValueSource(strings = {NO_CONTENT, "HTTP/1.1 200 OK\r\nX: "})
  void readsNoSurplusBytesAsAnswerForAnotherOwner(String surplus) throws Exception {
    try (RawReceiver receiver = RawReceiver.writing(FAILURE + surplus)) {
      assertThat(sender.send(receiver.url("/")).statusCode()).hasValue(500);

      assertThat(
              sender
                  .sendForAnotherOwner(TestSender.CLIENT, "another account", receiver.url("/"))
                  .statusCode())
          .hasValue(500);
    }
  }

  /** The look-up takes so long that the handshake may end some time after the attempt. */
  @Test
  void cutsOffReceiverThatEndsHandshakeAfterAttempt() throws Exception {
    TestSender.withSufficientTimeout(
        impatient -> {
          CountDownLatch attempted = new CountDownLatch(1);
          LoopbackServer.Behaviour late =
              (connection, closing) -> {
                attempted.await();
                trickle(tls(connection).getOutputStream(), closing);
              };
          try (LoopbackServer receiver = new LoopbackServer(late)) {
            impatient.delayLookUps(impatient.timeout().multipliedBy(7).dividedBy(10));
            assertThat(impatient.send(Certificates.url(receiver.port(), "/")).error())
                .contains(AttemptError.TIMEOUT);
            attempted.countDown();
            if (receiver.connections() == 0) {
              return false;
            }
            receiver.awaitFirstClosed();
            return true;
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 300, 400})
  void timesOutWhenReceiverAnswersButDoesNotRead(int status) throws Exception {
    String body = "x".repeat(16 << 20);
    TestSender.withSufficientTimeout(
        impatient -> {
          CountDownLatch attempted = new CountDownLatch(1);
          LoopbackServer.Behaviour reluctant =
              (connection, closing) -> {
                SSLSocket tls = tls(connection);
                RawReceiver.write(
                    tls.getOutputStream(),
                    "HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
                while (!attempted.await(50, TimeUnit.MILLISECONDS)) {
                  tls.getInputStream().readNBytes(1024);
                }
                tls.getInputStream().transferTo(OutputStream.nullOutputStream());
              };
          try (LoopbackServer receiver = new LoopbackServer(reluctant)) {
            Attempt attempt =
                impatient.send(Certificates.url(receiver.port(), "/"), TestDelivery.of(body));
            attempted.countDown();
            if (attempt.statusCode().isEmpty()) {
              return false;
            }

            assertThat(attempt.statusCode()).hasValue(status);
            assertThat(attempt.succeeded()).isEqualTo(status == 200);
            receiver.awaitFirstClosed();
            return true;
          }
        });
  }

  /** Writes byte after byte until the connection or the receiver is closed. */
  private static void trickle(OutputStream out, CountDownLatch closing) throws Exception {
    while (!closing.await(50, TimeUnit.MILLISECONDS)) {
      out.write(0);
      out.flush();
    }
  }

  private static SSLSocket tls(Socket connection) throws IOException {
    return (SSLSocket)
        Certificates.of(Certificates.HOST)
            .getSocketFactory()
            .createSocket(connection, InputStream.nullInputStream(), true);
  }
}
