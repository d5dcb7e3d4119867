package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import webhooks.delivery.send.connect.TooManyLookupsException;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.receiver.ConnectProxy;
import webhooks.delivery.send.receiver.LoopbackServer;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.settings.HostAndPort;

/** What an attempt says about the cause of its failure. */
class AttemptCauseTest {
  @RegisterExtension private static final TestSender sender = TestSender.patient();

  static Stream<Arguments> badCertificates() {
    return Stream.of(
        arguments(Certificates.selfSigned(), AttemptCause.UNKNOWN_AUTHORITY),
        arguments(Certificates.of("other.example"), AttemptCause.WRONG_HOST),
        arguments(Certificates.withoutName(), AttemptCause.WRONG_HOST),
        arguments(Certificates.expired(), AttemptCause.CERTIFICATE_EXPIRED),
        arguments(Certificates.ofTomorrow(), AttemptCause.CERTIFICATE_NOT_YET_VALID));
  }

  @ParameterizedTest
  @MethodSource("badCertificates")
  void tellsWhatIsWrongWithTheCertificate(SSLContext identity, AttemptCause cause)
      throws Exception {
    try (LoopbackServer receiver =
        new LoopbackServer(
            identity.getServerSocketFactory(), (connection, closing) -> read(connection))) {
      assertFails(receiver, AttemptError.TLS, cause);
    }
  }

  /** The search for the authority of many certificates would keep an I/O thread of the node. */
  @ParameterizedTest
  @CsvSource({"6,", "7, UNKNOWN_AUTHORITY"})
  void refusesAReceiverWithTooManyCertificates(int count, AttemptCause cause) throws Exception {
    try (LoopbackServer receiver =
        new LoopbackServer(
            Certificates.chain(count).getServerSocketFactory(),
            (connection, closing) -> {
              RawReceiver.readRequest(connection.getInputStream());
              RawReceiver.write(connection.getOutputStream(), "HTTP/1.1 204 No Content\r\n\r\n");
              read(connection);
            })) {
      assertThat(sender.send(Certificates.url(receiver.port(), "/")).cause())
          .isEqualTo(Optional.ofNullable(cause));
    }
  }

  @Test
  void tellsThatTheReceiverWantsACertificate() throws Exception {
    try (SSLServerSocket receiver =
        (SSLServerSocket)
            Certificates.of(Certificates.HOST)
                .getServerSocketFactory()
                .createServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      receiver.setNeedClientAuth(true);
      receiver.setEnabledProtocols(new String[] {"TLSv1.3"});
      Thread serving = new Thread(() -> acceptOne(receiver));
      serving.start();

      assertThat(sender.send(Certificates.url(receiver.getLocalPort(), "/")))
          .extracting(attempt -> attempt.error().get(), attempt -> attempt.cause().get())
          .containsExactly(AttemptError.TLS, AttemptCause.CLIENT_CERTIFICATE_REQUIRED);
      serving.join();
    }
  }

  @Test
  void tellsThatTheReceiverRefusesTheHandshake() throws Exception {
    byte[] alert = {21, 3, 3, 0, 2, 2, 40};
    try (LoopbackServer receiver =
        new LoopbackServer(
            (connection, closing) -> {
              connection.getOutputStream().write(alert);
              read(connection);
            })) {
      assertFails(receiver, AttemptError.TLS, AttemptCause.HANDSHAKE_REFUSED);
    }
  }

  /** The receiver would choose the size of the field, and so what a handshake costs the node. */
  @Test
  void exchangesNoKeysInFiniteFields() throws Exception {
    try (LoopbackServer receiver =
        new LoopbackServer(
            Certificates.rsa().getServerSocketFactory(),
            (connection, closing) -> {
              ((SSLSocket) connection)
                  .setEnabledCipherSuites(new String[] {"TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"});
              read(connection);
            })) {
      assertFails(receiver, AttemptError.TLS, AttemptCause.HANDSHAKE_REFUSED);
    }
  }

  @Test
  void tellsThatThePortSpeaksNoTls() throws Exception {
    try (LoopbackServer receiver =
        new LoopbackServer(
            (connection, closing) -> {
              RawReceiver.write(connection.getOutputStream(), "HTTP/1.1 400 Bad Request\r\n\r\n");
              read(connection);
            })) {
      assertFails(receiver, AttemptError.TLS, AttemptCause.NO_TLS);
    }
  }

  @Test
  void tellsThatTheConnectionIsRefused() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    Attempt attempt = sender.send(Certificates.url(port, "/"));

    assertThat(attempt.cause()).contains(AttemptCause.REFUSED);
  }

  @ParameterizedTest
  @CsvSource({"true, RESET", "false, CLOSED"})
  void tellsHowTheConnectionEnds(boolean resets, AttemptCause cause) throws Exception {
    try (LoopbackServer receiver =
        new LoopbackServer((connection, closing) -> readAndEnd(connection, resets))) {
      assertThat(sender.send(Certificates.url(receiver.port(), "/")).cause()).contains(cause);
    }
  }

  private static void readAndEnd(Socket connection, boolean resets) throws IOException {
    SSLSocket secured =
        (SSLSocket)
            Certificates.of(Certificates.HOST)
                .getSocketFactory()
                .createSocket(connection, null, connection.getPort(), false);
    secured.setUseClientMode(false);
    RawReceiver.readRequest(secured.getInputStream());
    if (resets) {
      connection.setSoLinger(true, 0);
    }
    connection.close();
  }

  @Test
  void tellsThatTheHandshakeIsNotAnswered() throws Exception {
    try (LoopbackServer receiver = new LoopbackServer((connection, closing) -> {})) {
      assertThat(sender.send(Certificates.url(receiver.port(), "/")).cause())
          .contains(AttemptCause.CLOSED);
    }
  }

  @Test
  void tellsThatTheResponseIsNoHttp() throws Exception {
    try (RawReceiver receiver = RawReceiver.writing("hello\r\n\r\n")) {
      assertThat(sender.send(receiver.url("/")).cause()).contains(AttemptCause.NO_HTTP);
    }
  }

  @Test
  void tellsThatTheHeadersAreTooLarge() throws Exception {
    try (RawReceiver receiver =
        RawReceiver.writing("HTTP/1.1 200 OK\r\nLong: " + "x".repeat(9000) + "\r\n\r\n")) {
      assertThat(sender.send(receiver.url("/")).cause()).contains(AttemptCause.LARGE_HEADERS);
    }
  }

  @Test
  void tellsThatTheProxyRefuses() throws Exception {
    try (ConnectProxy proxy = new ConnectProxy();
        TestSender proxied = TestSender.withProxy(new HostAndPort("127.0.0.1", proxy.port()))) {
      proxy.refuseWith("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");

      assertThat(proxied.send(Certificates.url(443, "/")).cause())
          .contains(AttemptCause.REFUSED_BY_PROXY);
    }
  }

  @Test
  void tellsWhatALateAttemptWaitedFor() throws Exception {
    try (RawReceiver silent = new RawReceiver((out, closing) -> closing.await());
        LoopbackServer mute = new LoopbackServer((connection, closing) -> closing.await())) {
      TestSender.withSufficientTimeout(
          sender -> {
            Attempt attempt = sender.send(silent.url("/"));
            assertThat(attempt.error()).contains(AttemptError.TIMEOUT);
            return attempt.cause().filter(AttemptCause.NO_RESPONSE::equals).isPresent();
          });
      try (TestSender impatient = TestSender.withTimeout(TestSender.SHORT_TIMEOUT)) {
        assertThat(impatient.send("https://hangs.example/").cause())
            .contains(AttemptCause.NOT_RESOLVED);
        assertThat(impatient.send(Certificates.url(mute.port(), "/")).cause())
            .contains(AttemptCause.NOT_CONNECTED);
      }
    }
  }

  @Test
  void tellsThatTheNameIsUnknown() throws Exception {
    assertThat(sender.send("https://unknown.example/").cause()).contains(AttemptCause.UNKNOWN_NAME);
  }

  /** These depend on the networks of the machine, so no receiver can show them here. */
  static Stream<Arguments> failuresOfNetworks() {
    return Stream.of(
        arguments(new NoRouteToHostException("No route to host"), AttemptCause.NO_ROUTE),
        arguments(new SocketException("Network is unreachable"), AttemptCause.NO_ROUTE),
        arguments(
            new UnknownHostException("a.example: Temporary failure in name resolution"),
            AttemptCause.NO_NAME_SERVER),
        arguments(new TooManyLookupsException(), AttemptCause.NODE_BUSY));
  }

  @ParameterizedTest
  @MethodSource("failuresOfNetworks")
  void tellsWhatTheNetworkLacks(Exception failure, AttemptCause cause) {
    assertThat(AttemptErrors.causeOf(new ExecutionException(failure))).contains(cause);
  }

  @Test
  void aSuccessOrAStatusHasNoCause() throws Exception {
    for (int status : new int[] {204, 503}) {
      try (RawReceiver receiver =
          RawReceiver.writing("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n")) {
        assertThat(sender.send(receiver.url("/")).cause()).isEmpty();
      }
    }
  }

  private static void assertFails(LoopbackServer receiver, AttemptError error, AttemptCause cause)
      throws Exception {
    Attempt attempt = sender.send(Certificates.url(receiver.port(), "/"));

    assertThat(attempt.error()).contains(error);
    assertThat(attempt.cause()).contains(cause);
  }

  private static void read(Socket connection) throws IOException {
    connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
  }

  private static void acceptOne(ServerSocket receiver) {
    try (Socket connection = receiver.accept()) {
      read(connection);
    } catch (IOException e) {
      // The sender has no certificate.
    }
  }
}
