package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.receiver.ConnectProxy;
import webhooks.delivery.send.receiver.LoopbackServer;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.settings.HostAndPort;

/** Receivers that close a connection without a response. */
class KeptConnectionTest {
  private static final SocketEffect CLOSE = new SocketEffect.CloseSocket();
  private static final MockResponse OK = new MockResponse.Builder().build();
  private static final MockResponse NONE =
      new MockResponse.Builder().onResponseStart(CLOSE).build();

  @RegisterExtension private static final TestSender sender = TestSender.patient();

  private final MockWebServer receiver = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    receiver.useHttps(Certificates.of(Certificates.HOST).getSocketFactory());
    receiver.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Attempt send() throws Exception {
    return send(sender);
  }

  private Attempt send(TestSender sender) throws Exception {
    return sender.send(Certificates.url(receiver.getPort(), "/"));
  }

  private RecordedRequest request() throws InterruptedException {
    return receiver.takeRequest(10, TimeUnit.SECONDS);
  }

  @Test
  void sendsAgainOnNewConnection() throws Exception {
    receiver.enqueue(OK);
    receiver.enqueue(NONE);
    receiver.enqueue(OK);

    assertThat(send().succeeded()).isTrue();
    assertThat(send().succeeded()).isTrue();

    request();
    RecordedRequest unanswered = request();
    RecordedRequest again = request();
    assertThat(unanswered.getConnectionIndex()).isZero();
    assertThat(again.getConnectionIndex()).isEqualTo(1);
    assertThat(again.getBody()).isEqualTo(unanswered.getBody());
    assertThat(again.getHeaders()).isEqualTo(unanswered.getHeaders());
  }

  @Test
  void sendsAgainThroughNewTunnel() throws Exception {
    receiver.enqueue(OK);
    receiver.enqueue(NONE);
    receiver.enqueue(OK);

    try (ConnectProxy proxy = new ConnectProxy();
        TestSender tunnelling = TestSender.withProxy(new HostAndPort("localhost", proxy.port()))) {
      assertThat(send(tunnelling).succeeded()).isTrue();
      assertThat(send(tunnelling).succeeded()).isTrue();

      assertThat(proxy.requests()).hasSize(2);
    }
  }

  @Test
  void keepsNewConnection() throws Exception {
    receiver.enqueue(OK);
    receiver.enqueue(NONE);
    receiver.enqueue(OK);
    receiver.enqueue(OK);

    for (int i = 0; i < 3; i++) {
      assertThat(send().succeeded()).isTrue();
    }

    for (int connection : new int[] {0, 0, 1, 1}) {
      assertThat(request().getConnectionIndex()).isEqualTo(connection);
    }
  }

  @Test
  void failsIfNewConnectionIsClosedToo() throws Exception {
    receiver.enqueue(OK);
    receiver.enqueue(NONE);
    receiver.enqueue(NONE);

    assertThat(send().succeeded()).isTrue();
    assertThat(send().error()).contains(AttemptError.CONNECT);

    assertThat(receiver.getRequestCount()).isEqualTo(3);
  }

  @Test
  void sendsOnceOnNewConnection() throws Exception {
    receiver.enqueue(NONE);
    receiver.enqueue(OK);

    assertThat(send().error()).contains(AttemptError.CONNECT);

    assertThat(receiver.getRequestCount()).isEqualTo(1);
  }

  /** The header of a response shows that the receiver has read the request. */
  @Test
  void sendsOnceIfResponseHasBegun() throws Exception {
    receiver.enqueue(OK);
    receiver.enqueue(new MockResponse.Builder().body("0123456789").onResponseBody(CLOSE).build());

    send();
    assertThat(send().succeeded()).isTrue();

    assertThat(receiver.getRequestCount()).isEqualTo(2);
  }

  @Test
  void sendsOnceAfterInterimResponse() throws Exception {
    receiver.enqueue(OK);
    receiver.enqueue(
        new MockResponse.Builder()
            .addInformationalResponse(new MockResponse.Builder().code(103).build())
            .onResponseStart(CLOSE)
            .build());
    receiver.enqueue(OK);

    send();
    send();

    assertThat(receiver.getRequestCount()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"1, 9000", "200, 1"})
  void sendsOnceIfHeadersAreTooLarge(int count, int length) throws Exception {
    MockResponse.Builder large = new MockResponse.Builder();
    for (int i = 0; i < count; i++) {
      large.addHeader("X-Large-" + i, "x".repeat(length));
    }
    receiver.enqueue(OK);
    receiver.enqueue(large.build());
    receiver.enqueue(OK);

    send();

    assertThat(send().error()).contains(AttemptError.PROTOCOL);
    assertThat(receiver.getRequestCount()).isEqualTo(2);
  }

  /** Without TLS's closing message, as a machine or a load balancer does that restarts. */
  @Test
  void sendsAgainIfConnectionIsCut() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    LoopbackServer.Behaviour cutting =
        (connection, closing) -> answer(connection, connections.incrementAndGet());
    try (LoopbackServer cut = new LoopbackServer(cutting)) {
      String url = Certificates.url(cut.port(), "/");
      assertThat(sender.send(url).succeeded()).isTrue();
      assertThat(sender.send(url).succeeded()).isTrue();

      assertThat(cut.connections()).isEqualTo(2);
    }
  }

  @Test
  void endsInTimeIfNewConnectionHangs() throws Exception {
    TestSender.withSufficientTimeout(
        impatient -> {
          AtomicInteger connections = new AtomicInteger();
          LoopbackServer.Behaviour hanging =
              (connection, closing) -> {
                if (connections.incrementAndGet() == 1) {
                  answer(connection, 1);
                } else {
                  closing.await();
                }
              };
          try (LoopbackServer receiver = new LoopbackServer(hanging)) {
            String url = Certificates.url(receiver.port(), "/");
            boolean kept = impatient.send(url).succeeded();
            Attempt attempt = impatient.send(url);
            if (!kept || receiver.connections() < 2) {
              return false;
            }
            assertThat(attempt.error()).contains(AttemptError.TIMEOUT);
            return true;
          }
        });
  }

  /** Answers so many requests, reads one more and returns. */
  private static void answer(Socket connection, int count) throws Exception {
    SSLSocketFactory tls = Certificates.of(Certificates.HOST).getSocketFactory();
    SSLSocket secured = (SSLSocket) tls.createSocket(connection, null, 0, false);
    secured.setUseClientMode(false);
    for (int i = 0; i < count; i++) {
      RawReceiver.readRequest(secured.getInputStream());
      RawReceiver.write(secured.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }
    RawReceiver.readRequest(secured.getInputStream());
  }
}
