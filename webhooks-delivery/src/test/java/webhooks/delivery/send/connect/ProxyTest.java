package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.receiver.ConnectProxy;
import webhooks.delivery.send.receiver.RawReceiver;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.settings.HostAndPort;

/** Deliveries that go through an egress proxy. */
class ProxyTest {
  private ConnectProxy proxy;
  private TestSender sender;
  private RawReceiver receiver;

  @BeforeEach
  void start() throws Exception {
    proxy = new ConnectProxy();
    receiver = RawReceiver.writing("HTTP/1.1 204 No Content\r\n\r\n");
    sender = TestSender.withProxy(new HostAndPort("localhost", proxy.port()));
  }

  @AfterEach
  void stop() throws Exception {
    sender.close();
    receiver.close();
    proxy.close();
  }

  @Test
  void connectsToVettedAddressByProxy() throws Exception {
    Attempt attempt = sender.send(receiver.url("/hook?a=b"));

    assertThat(attempt.error()).isEmpty();
    assertThat(proxy.requests()).containsExactly(connect("127.0.0.1"));
    assertThat(receiver.head())
        .startsWith("POST /hook?a=b HTTP/1.1")
        .contains("Host: " + Certificates.HOST + ":" + receiver.port());
    assertThat(proxy.headers()).noneMatch(head -> head.contains(Certificates.HOST));
  }

  @Test
  void leavesTheDefaultPortOutOfTheHost() throws Exception {
    proxy.tunnelTo(receiver.port());

    assertThat(sender.send("https://" + Certificates.HOST + "/").error()).isEmpty();
    assertThat(proxy.requests()).containsExactly("CONNECT 127.0.0.1:443 HTTP/1.1");
    assertThat(receiver.head().lines()).contains("Host: " + Certificates.HOST);
  }

  @Test
  void asksProxyForNoForbiddenAddress() throws Exception {
    sender.addHost(Certificates.HOST, "10.0.0.1");

    assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.FORBIDDEN_ADDRESS);
    assertThat(proxy.requests()).isEmpty();
  }

  @Test
  void verifiesCertificateOfReceiverBehindProxy() throws Exception {
    sender.addHost("other.example", "127.0.0.1");

    Attempt attempt = sender.send("https://other.example:" + receiver.port() + "/");

    assertThat(attempt.error()).contains(AttemptError.TLS);
    assertThat(proxy.requests()).hasSize(1);
  }

  @Test
  void triesNextAddressWhenProxyCannotConnect() throws Exception {
    sender.addHost(Certificates.HOST, "127.0.0.3", "127.0.0.2", "127.0.0.1");

    Attempt attempt = sender.send(receiver.url("/"));

    assertThat(attempt.error()).isEmpty();
    assertThat(proxy.requests())
        .containsExactly(connect("127.0.0.3"), connect("127.0.0.2"), connect("127.0.0.1"));
    assertThat(receiver.connections()).isEqualTo(1);
  }

  @Test
  void asksProxyForEachAddressOnce() throws Exception {
    sender.addHost(Certificates.HOST, "127.0.0.2", "127.0.0.3");

    assertThat(sender.send(receiver.url("/")).error()).contains(AttemptError.CONNECT);
    assertThat(proxy.requests()).containsExactly(connect("127.0.0.2"), connect("127.0.0.3"));
  }

  private String connect(String address) {
    return "CONNECT " + address + ":" + receiver.port() + " HTTP/1.1";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n"
      })
  void reportsRefusalOfProxyAsConnectError(String refusal) throws Exception {
    proxy.refuseWith(refusal);

    Attempt attempt = sender.send(receiver.url("/"));

    assertThat(attempt.error()).contains(AttemptError.CONNECT);
    assertThat(attempt.statusCode()).isEmpty();
    assertThat(attempt.retryAfter()).isEmpty();
    assertThat(receiver.connections()).isZero();
  }

  @Test
  void reportsUnreachableProxyAsConnectError() throws Exception {
    try (TestSender alone = TestSender.withProxy(new HostAndPort("127.0.0.1", 1))) {
      assertThat(alone.send(receiver.url("/")).error()).contains(AttemptError.CONNECT);
      assertThat(receiver.connections()).isZero();
    }
  }
}
