package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.receiver.ConnectProxy;
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

    RecordedRequest first = request();
    assertThat(request().getConnectionIndex()).isZero();
    RecordedRequest again = request();
    assertThat(again.getConnectionIndex()).isEqualTo(1);
    assertThat(again.getBody()).isEqualTo(first.getBody());
    assertThat(again.getHeaders().newBuilder().removeAll("traceparent").build())
        .isEqualTo(first.getHeaders().newBuilder().removeAll("traceparent").build());
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

  /** A part of a response shows that the receiver has read the request. */
  @Test
  void sendsOnceIfResponseHasBegun() throws Exception {
    receiver.enqueue(OK);
    receiver.enqueue(new MockResponse.Builder().body("0123456789").onResponseBody(CLOSE).build());

    send();
    assertThat(send().succeeded()).isTrue();

    assertThat(receiver.getRequestCount()).isEqualTo(2);
  }
}
