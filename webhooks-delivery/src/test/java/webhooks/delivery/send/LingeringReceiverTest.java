package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;

/** Receivers that keep a connection busy that no attempt has any more. */
class LingeringReceiverTest {
  private static final String NO_CONTENT = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private static final String FAILURE = "HTTP/1.1 500 Sorry\r\nContent-Length: 0\r\n\r\n";

  /** Made beforehand, since it takes long. */
  private static final SSLContext IDENTITY = Certificates.of(Certificates.HOST);

  private TestSender sender;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    sender = new TestSender(Certificates.trusted(directory), "127.0.0.0/8");
    sender.resolves(Certificates.HOST, "127.0.0.1");
  }

  @AfterEach
  void stop() {
    sender.close();
  }

  @Test
  void thatNeverEndsItsHandshakeTakesNoConnectionFromOthers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 999, InetAddress.getLoopbackAddress());
        RawReceiver other =
            new RawReceiver(IDENTITY, (out, over) -> RawReceiver.write(out, NO_CONTENT))) {
      String url = "https://" + Certificates.HOST + ":" + silent.getLocalPort() + "/";
      // Together more than there are connections.
      for (int round = 0; round < 3; round++) {
        UUID webhook = new UUID(3, round);
        List<CompletableFuture<Attempt>> attempts =
            Stream.generate(() -> sender.begin(webhook, url, TestSender.delivery()))
                .limit(TestSender.MAX_IN_FLIGHT)
                .toList();
        for (CompletableFuture<Attempt> attempt : attempts) {
          assertThat(attempt.get(20, TimeUnit.SECONDS).error()).contains(AttemptError.TIMEOUT);
        }
      }

      assertThat(sender.sendToAnother(other.url("/")).succeeded()).isTrue();
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
  void thatGoesOnAnsweringIsCutOff(String first) throws Exception {
    RawReceiver.Behaviour goesOn =
        (out, over) -> {
          RawReceiver.write(out, first);
          while (!over.await(1, TimeUnit.MILLISECONDS)) {
            RawReceiver.write(out, NO_CONTENT);
          }
        };
    try (RawReceiver receiver = new RawReceiver(IDENTITY, goesOn)) {
      long began = System.nanoTime();
      sender.send(receiver.url("/"));

      assertThat(Duration.ofNanos(receiver.closed() - began)).isLessThan(TestSender.TIMEOUT);
    }
  }

  @Test
  void thatSendsInterimAnswersWithoutEndIsCutOff() throws Exception {
    RawReceiver.Behaviour endlessly =
        (out, over) -> {
          while (true) {
            RawReceiver.write(out, "HTTP/1.1 103 Early Hints\r\n\r\n");
          }
        };
    try (RawReceiver receiver = new RawReceiver(IDENTITY, endlessly)) {
      long began = System.nanoTime();

      assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.PROTOCOL);
      assertThat(Duration.ofNanos(receiver.closed() - began)).isLessThan(TestSender.TIMEOUT);
    }
  }

  @Test
  void thatDrawsItsHandshakeOutIsCutOff() throws Exception {
    try (PlainReceiver receiver =
        new PlainReceiver(
            (socket, over) -> {
              OutputStream out = socket.getOutputStream();
              // The head of a record of 16 KiB of handshake, which then never ends.
              out.write(new byte[] {22, 3, 3, 64, 0, 2, 0, 63, (byte) 252});
              while (!over.await(50, TimeUnit.MILLISECONDS)) {
                out.write(0);
              }
            })) {
      long began = System.nanoTime();

      assertThat(sender.send(receiver.url()).error()).contains(AttemptError.TIMEOUT);
      assertThat(Duration.ofNanos(receiver.closed() - began))
          .isLessThan(TestSender.TIMEOUT.plus(TestSender.A_LITTLE));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {NO_CONTENT, "HTTP/1.1 200 OK\r\nX: "})
  void thatAnswersBeyondItsAnswerAnswersForNoOtherWebhook(String beyond) throws Exception {
    RawReceiver.Behaviour refusesAndGoesOn =
        (out, over) -> RawReceiver.write(out, FAILURE + beyond);
    try (RawReceiver receiver = new RawReceiver(IDENTITY, refusesAndGoesOn)) {
      assertThat(sender.send(receiver.url("/")).statusCode()).hasValue(500);

      assertThat(sender.sendToAnother(receiver.url("/")).statusCode()).hasValue(500);
    }
  }

  @Test
  void thatEndsItsHandshakeAfterTheAttemptIsCutOff() throws Exception {
    CountDownLatch attempted = new CountDownLatch(1);
    try (PlainReceiver receiver =
        new PlainReceiver(
            (socket, over) -> {
              attempted.await();
              OutputStream out = tls(socket).getOutputStream();
              while (!over.await(50, TimeUnit.MILLISECONDS)) {
                RawReceiver.write(out, "H");
              }
            })) {
      sender.resolvesAfter(TestSender.TIMEOUT.multipliedBy(7).dividedBy(10));
      assertThat(sender.send(receiver.url()).error()).contains(AttemptError.TIMEOUT);
      long ended = System.nanoTime();
      attempted.countDown();

      assertThat(Duration.ofNanos(receiver.closed() - ended))
          .isLessThan(TestSender.TIMEOUT.plus(TestSender.A_LITTLE));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 300, 400})
  void thatAnswersWithoutReadingHoldsTheAttemptNoLongerThanItsTime(int status) throws Exception {
    String body = "x".repeat(16 << 20);
    CountDownLatch attempted = new CountDownLatch(1);
    try (PlainReceiver receiver =
        new PlainReceiver(
            (socket, over) -> {
              SSLSocket tls = tls(socket);
              RawReceiver.write(
                  tls.getOutputStream(), "HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
              while (!attempted.await(50, TimeUnit.MILLISECONDS)) {
                tls.getInputStream().readNBytes(1024);
              }
            })) {
      long began = System.nanoTime();
      Attempt attempt = sender.send(receiver.url(), TestSender.delivery(body));
      attempted.countDown();

      assertThat(attempt.statusCode()).hasValue(status);
      assertThat(attempt.succeeded()).isEqualTo(status == 200);
      assertThat(attempt.duration()).isLessThan(TestSender.TIMEOUT.plus(TestSender.A_LITTLE));
      assertThat(Duration.ofNanos(receiver.closed() - began))
          .isLessThan(TestSender.TIMEOUT.plus(TestSender.A_LITTLE));
    }
  }

  private static SSLSocket tls(Socket socket) throws IOException {
    InputStream nothing = InputStream.nullInputStream();
    return (SSLSocket) IDENTITY.getSocketFactory().createSocket(socket, nothing, true);
  }

  /** A receiver that is left alone with its socket, and tells when that was closed. */
  private static final class PlainReceiver implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Long> closed = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);

    interface Behaviour {
      void serve(Socket socket, CountDownLatch over) throws Exception;
    }

    PlainReceiver(Behaviour behaviour) throws IOException {
      new Thread(() -> serveOne(behaviour)).start();
    }

    private void serveOne(Behaviour behaviour) {
      try (Socket socket = server.accept();
          InputStream in = socket.getInputStream()) {
        behaviour.serve(socket, over);
        in.transferTo(OutputStream.nullOutputStream());
      } catch (Exception e) {
        // The connection was broken off: that counts as closed, too.
      }
      closed.complete(System.nanoTime());
    }

    String url() {
      return "https://" + Certificates.HOST + ":" + server.getLocalPort() + "/";
    }

    long closed() throws Exception {
      return closed.get(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws IOException {
      over.countDown();
      server.close();
    }
  }
}
