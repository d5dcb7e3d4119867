package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.sender.TestDelivery;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.LeasedDelivery;

class SenderTest {
  @RegisterExtension private static final TestSender sender = TestSender.patient();

  private final MockWebServer receiver = new MockWebServer();

  @BeforeEach
  void start() throws Exception {
    receiverShows(Certificates.of(Certificates.HOST));
    receiver.start(InetAddress.getLoopbackAddress(), 0);
  }

  private void receiverShows(SSLContext identity) {
    receiver.useHttps(identity.getSocketFactory());
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204, 299})
  void succeedsWithStatus2xx(int status) throws Exception {
    Attempt attempt = sendAnsweredWith(status, "");

    assertThat(attempt.succeeded()).isTrue();
    assertThat(attempt.statusCode()).isEqualTo(OptionalInt.of(status));
    assertThat(attempt.started()).isEqualTo(TestSender.NOW);
    assertThat(attempt.duration()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 304, 400, 401, 404, 407, 410, 421, 429, 500, 501, 502, 503, 504, 599})
  void failsWithEveryOtherStatus(int status) throws Exception {
    Attempt attempt = sendAnsweredWith(status, "");

    assertThat(attempt.error()).contains(AttemptError.STATUS);
    assertThat(attempt.statusCode()).isEqualTo(OptionalInt.of(status));
    assertThat(receiver.getRequestCount()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsNoRedirect(int status) throws Exception {
    receiver.enqueue(
        new MockResponse.Builder().code(status).addHeader("Location", "/elsewhere").build());
    receiver.enqueue(new MockResponse.Builder().build());

    Attempt attempt = sender.send(url("/"));

    assertThat(attempt.error()).contains(AttemptError.STATUS);
    assertThat(attempt.statusCode()).isEqualTo(OptionalInt.of(status));
    assertThat(receiver.getRequestCount()).isEqualTo(1);
  }

  @Test
  void keepsStartOfResponseBody() throws Exception {
    assertThat(sendAnsweredWith(200, "thanks").excerpt()).asString().isEqualTo("thanks");
    assertThat(sendAnsweredWith(500, "sorry").excerpt()).asString().isEqualTo("sorry");
    assertThat(sendAnsweredWith(200, "x".repeat(16 * 1024)).excerpt()).hasSize(1024);
  }

  @Test
  void webhooksOfOneOwnerShareConnections() throws Exception {
    sendAnsweredWith(200, "");
    receiver.enqueue(new MockResponse.Builder().build());

    sender.sendForAnotherWebhook(url("/another"));

    assertThat(indexOnItsConnection()).isZero();
    assertThat(indexOnItsConnection()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"another client,account", "client,another account", "clientaccount,''"})
  void ownersShareNoConnection(String clientId, String accountId) throws Exception {
    sendAnsweredWith(200, "");
    receiver.enqueue(new MockResponse.Builder().build());

    sender.sendForAnotherOwner(clientId, accountId, url("/"));

    assertThat(indexOnItsConnection()).isZero();
    assertThat(indexOnItsConnection()).isZero();
  }

  /** Returns the number of requests that came over the connection of the next request before it. */
  private int indexOnItsConnection() throws InterruptedException {
    return receiver.takeRequest(10, TimeUnit.SECONDS).getExchangeIndex();
  }

  @Test
  void signsTheBody() throws Exception {
    sendAnsweredWith(200, "");

    RecordedRequest request = receiver.takeRequest(10, TimeUnit.SECONDS);
    LeasedDelivery delivery = TestDelivery.create();
    Signer signer = new Signer(TestSender.SECRET);
    String id = TestDelivery.MESSAGE.toString();
    long timestamp = TestSender.NOW.getEpochSecond();
    assertThat(request.getMethod()).isEqualTo("POST");
    assertThat(request.getBody()).isEqualTo(ByteString.of(delivery.body()));
    assertThat(request.getHeaders().get("Signature")).isEqualTo(signer.signature(delivery.body()));
    assertThat(request.getHeaders().get("webhook-id")).isEqualTo(id);
    assertThat(request.getHeaders().get("webhook-timestamp")).isEqualTo("" + timestamp);
    assertThat(request.getHeaders().get("webhook-signature"))
        .isEqualTo(signer.standardSignature(id, timestamp, delivery.body()));
  }

  @Test
  void signsWithBothSecretsDuringARotation() throws Exception {
    receiver.enqueue(new MockResponse.Builder().build());
    sender.sendDuringRotation(url("/"), "previous secret");

    RecordedRequest request = receiver.takeRequest(10, TimeUnit.SECONDS);
    byte[] body = TestDelivery.create().body();
    Signer current = new Signer(TestSender.SECRET);
    Signer previous = new Signer("previous secret");
    String id = TestDelivery.MESSAGE.toString();
    long timestamp = TestSender.NOW.getEpochSecond();
    assertThat(request.getHeaders().get("Signature")).isEqualTo(current.signature(body));
    assertThat(request.getHeaders().get("webhook-signature"))
        .isEqualTo(
            current.standardSignature(id, timestamp, body)
                + " "
                + previous.standardSignature(id, timestamp, body));
  }

  @ParameterizedTest
  @CsvSource({"429, true", "503, true", "200, false", "301, false", "500, false", "504, false"})
  void readsRetryAfterOfBusyReceiversOnly(int status, boolean busy) throws Exception {
    receiver.enqueue(
        new MockResponse.Builder().code(status).addHeader("Retry-After", "120").build());

    Attempt attempt = sender.send(url("/"));

    assertThat(attempt.retryAfter())
        .isEqualTo(busy ? Optional.of(Duration.ofMinutes(2)) : Optional.empty());
  }

  @Test
  void reusesConnectionsAndSendsNoCookies() throws Exception {
    for (int i = 0; i < 20; i++) {
      receiver.enqueue(
          new MockResponse.Builder()
              .code(i % 3 == 1 ? 500 : 200)
              .addHeader("Set-Cookie", "a=b")
              .build());
      sender.send(url("/"));
    }

    for (int i = 0; i < 20; i++) {
      RecordedRequest request = receiver.takeRequest(10, TimeUnit.SECONDS);
      // Up to two connections: an attempt may end just before its connection is free again.
      assertThat(request.getConnectionIndex()).isLessThan(2);
      assertThat(request.getHeaders().get("Cookie")).isNull();
    }
  }

  @Test
  void refusesCertificateOfUnknownAuthority() throws Exception {
    receiverShows(Certificates.selfSigned());

    assertNotTrusted();
  }

  @Test
  void refusesCertificateOfAnotherHost() throws Exception {
    receiverShows(Certificates.of("other.example"));

    assertNotTrusted();
  }

  @Test
  void refusesExpiredCertificate() throws Exception {
    receiverShows(Certificates.expired());

    assertNotTrusted();
  }

  private void assertNotTrusted() throws Exception {
    receiver.enqueue(new MockResponse.Builder().build());
    Attempt attempt = sender.send(url("/"));

    assertThat(attempt.error()).contains(AttemptError.TLS);
    assertThat(attempt.statusCode()).isEmpty();
    assertThat(receiver.getRequestCount()).isZero();
  }

  @Test
  void reportsReceiverThatDoesNotListen() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThat(sender.send(Certificates.url(port, "/")).error()).contains(AttemptError.CONNECT);
  }

  @Test
  void reportsUnknownHostName() throws Exception {
    assertThat(sender.send("https://unknown.example/").error()).contains(AttemptError.DNS);
  }

  @Test
  void timesOutWhileNameIsLookedUp() throws Exception {
    try (TestSender impatient = TestSender.withTimeout(TestSender.SHORT_TIMEOUT)) {
      Attempt attempt = impatient.send("https://hangs.example/");

      assertThat(attempt.error()).contains(AttemptError.TIMEOUT);
      assertThat(attempt.duration()).isGreaterThanOrEqualTo(TestSender.SHORT_TIMEOUT);
    }
  }

  @Test
  void sendsWhileNamesOfOthersAreLookedUp() throws Exception {
    try (TestSender busy = TestSender.patient()) {
      for (int i = 0; i < TestSender.MAX_IN_FLIGHT; i++) {
        busy.begin(UUID.randomUUID(), "https://hangs." + i + ".example/");
      }
      receiver.enqueue(new MockResponse.Builder().build());

      assertThat(busy.send(url("/")).succeeded()).isTrue();
    }
  }

  @Test
  void triesAddressesInTurn() throws Exception {
    String host = "four.example";
    receiverShows(Certificates.of(host));
    sender.addHost(host, "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.1");
    receiver.enqueue(new MockResponse.Builder().build());

    assertThat(sender.send(urlOf(host)).succeeded()).isTrue();
  }

  @Test
  void triesFourAddressesAtMost() throws Exception {
    String host = "five.example";
    sender.addHost(host, "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5", "127.0.0.1");

    assertThat(sender.send(urlOf(host)).error()).contains(AttemptError.CONNECT);
  }

  private Attempt sendAnsweredWith(int status, String body) throws Exception {
    receiver.enqueue(new MockResponse.Builder().code(status).body(body).build());
    return sender.send(url("/"));
  }

  private String urlOf(String host) {
    return "https://" + host + ":" + receiver.getPort() + "/";
  }

  private String url(String path) {
    return Certificates.url(receiver.getPort(), path);
  }
}
