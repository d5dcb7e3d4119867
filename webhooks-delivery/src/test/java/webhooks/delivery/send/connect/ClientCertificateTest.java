package webhooks.delivery.send.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.delivery.send.receiver.AskingReceiver;
import webhooks.delivery.send.receiver.Certificates;
import webhooks.delivery.send.receiver.ConnectProxy;
import webhooks.delivery.send.sender.TestSender;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.Origin;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.option.tls.ClientCertificates;
import webhooks.domain.settings.HostAndPort;

/** Requests with the client certificates of their webhooks, and never without them. */
class ClientCertificateTest {
  @RegisterExtension private static final TestSender sender = TestSender.patient();

  private static final SSLContext RECEIVER =
      Certificates.checking(ClientCertificates.root().certificate());
  private static final Consumer<SSLSocket> NEEDS = socket -> socket.setNeedClientAuth(true);
  private static final Consumer<SSLSocket> WANTS = socket -> socket.setWantClientAuth(true);

  private final UUID first = UUID.randomUUID();
  private final UUID second = UUID.randomUUID();
  private final UUID third = UUID.randomUUID();
  private final HeldCertificate one = ClientCertificates.client("one");
  private final HeldCertificate two = ClientCertificates.client("two");

  private static Origin origin(String url) {
    return CallbackUrl.parse(url).origin();
  }

  private static WebhookOptions options(HeldCertificate client, String url) {
    return ClientCertificates.options(client, origin(url));
  }

  private static Attempt send(UUID webhook, String url, WebhookOptions options) throws Exception {
    return TestSender.end(sender.begin(webhook, url, options));
  }

  private Attempt send(AskingReceiver receiver, HeldCertificate client) throws Exception {
    String url = receiver.url("/");
    return send(first, url, options(client, url));
  }

  private static void assertFails(Attempt attempt, AttemptCause cause) {
    assertThat(attempt.error()).contains(AttemptError.TLS);
    assertThat(attempt.cause()).contains(cause);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void requestHasTheCertificate(String version) throws Exception {
    Consumer<SSLSocket> asks =
        socket -> {
          socket.setNeedClientAuth(true);
          socket.setEnabledProtocols(new String[] {version});
        };
    try (AskingReceiver receiver = new AskingReceiver(RECEIVER, asks, true)) {
      assertThat(send(receiver, one).succeeded()).isTrue();
      HeldCertificate rsa = ClientCertificates.builder("rsa").rsa2048().build();
      String url = receiver.url("/");
      assertThat(send(second, url, options(rsa, url)).succeeded()).isTrue();

      assertThat(receiver.clients()).containsExactly("CN=one", "CN=rsa");
    }
  }

  /** The three have the same owner, host and port. */
  @Test
  void connectionsServeOneWebhookOnly() throws Exception {
    try (AskingReceiver receiver = new AskingReceiver(RECEIVER, WANTS, true)) {
      String url = receiver.url("/");
      for (int round = 0; round < 3; round++) {
        send(first, url, options(one, url));
        send(second, url, options(two, url));
        send(third, url, WebhookOptions.NONE);
      }

      assertThat(receiver.clients())
          .containsExactly(
              "CN=one", "CN=two", "none", "CN=one", "CN=two", "none", "CN=one", "CN=two", "none");
      assertThat(receiver.connections()).isEqualTo(3);
    }
  }

  @Test
  void webhooksWithTheSameCertificateShareNoConnection() throws Exception {
    try (AskingReceiver receiver = new AskingReceiver(RECEIVER, NEEDS, true)) {
      String url = receiver.url("/");
      send(first, url, options(one, url));
      send(second, url, options(one, url));

      assertThat(receiver.connections()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void sessionsAreResumedByOneWebhookOnly(String version) throws Exception {
    Consumer<SSLSocket> asks =
        socket -> {
          socket.setWantClientAuth(true);
          socket.setEnabledProtocols(new String[] {version});
        };
    try (AskingReceiver receiver = new AskingReceiver(RECEIVER, asks, false)) {
      String url = receiver.url("/");
      for (int round = 0; round < 2; round++) {
        assertThat(send(first, url, options(one, url)).succeeded()).isTrue();
        assertThat(send(second, url, options(two, url)).succeeded()).isTrue();
        assertThat(send(third, url, WebhookOptions.NONE).succeeded()).isTrue();
      }

      assertThat(receiver.clients())
          .containsExactly("CN=one", "CN=two", "none", "CN=one", "CN=two", "none");
      assertThat(receiver.connections()).isEqualTo(6);
      assertThat(receiver.requests().get(3)).isEqualTo(receiver.requests().get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void nothingIsSentToAReceiverThatDoesNotAsk(String version) throws Exception {
    Consumer<SSLSocket> asks = socket -> socket.setEnabledProtocols(new String[] {version});
    try (AskingReceiver receiver = new AskingReceiver(RECEIVER, asks, true)) {
      assertFails(send(receiver, one), AttemptCause.CLIENT_CERTIFICATE_NOT_USED);

      assertThat(receiver.requests()).isEmpty();
    }
  }

  /** Java's own key managers would show no certificate here, and the receiver would accept that. */
  @Test
  void certificateIsShownWhateverAuthoritiesTheReceiverNames() throws Exception {
    HeldCertificate other = new HeldCertificate.Builder().certificateAuthority(1).build();
    try (AskingReceiver receiver =
        new AskingReceiver(Certificates.checking(other.certificate()), WANTS, true)) {
      assertFails(send(receiver, one), AttemptCause.HANDSHAKE_REFUSED);

      assertThat(receiver.requests()).isEmpty();
    }
  }

  /** The query makes another version of the webhook, as a change of the options does. */
  @Test
  void renewedCertificateHasNewConnections() throws Exception {
    try (AskingReceiver receiver = new AskingReceiver(RECEIVER, NEEDS, true)) {
      send(first, receiver.url("/"), options(one, receiver.url("/")));
      send(first, receiver.url("/?renewed"), options(two, receiver.url("/")));

      assertThat(receiver.clients()).containsExactly("CN=one", "CN=two");
      assertThat(receiver.connections()).isEqualTo(2);
    }
  }

  @Test
  void endedCertificateSendsNothing() throws Exception {
    long end = TestSender.NOW.toEpochMilli() - 1;
    HeldCertificate ended = ClientCertificates.builder("one").validityInterval(0, end).build();
    try (AskingReceiver receiver = new AskingReceiver(RECEIVER, WANTS, true)) {
      assertFails(send(receiver, ended), AttemptCause.CLIENT_CERTIFICATE_EXPIRED);

      assertThat(receiver.connections()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"certificateChain", "privateKey", "trustedCertificates"})
  void unusableCertificateSendsNothing(String broken) throws Exception {
    try (AskingReceiver receiver = new AskingReceiver(RECEIVER, WANTS, true)) {
      String url = receiver.url("/");
      String stored = options(one, url).stored();
      String damaged =
          stored.contains(broken)
              ? stored.replaceFirst("\"" + broken + "\":\"[^\"]*", "\"" + broken + "\":\"x")
              : stored.replaceFirst("\"origin\"", "\"" + broken + "\":\"x\",\"origin\"");

      assertFails(
          send(first, url, WebhookOptions.parse(damaged)),
          AttemptCause.CLIENT_CERTIFICATE_UNUSABLE);

      assertThat(receiver.connections()).isZero();
    }
  }

  @Test
  void otherOriginGetsNothing() throws Exception {
    try (AskingReceiver receiver = new AskingReceiver(RECEIVER, WANTS, true)) {
      URI url = URI.create(receiver.url("/"));
      String elsewhere = "https://" + url.getHost() + ":" + (url.getPort() - 1) + "/";

      assertFails(send(first, url.toString(), options(one, elsewhere)), AttemptCause.NOT_BOUND);

      assertThat(receiver.connections()).isZero();
    }
  }

  private static WebhookOptions trusting(HeldCertificate authority, String url) {
    Map<String, Object> json = ClientCertificates.json(ClientCertificates.client("one"));
    json.put("trustedCertificates", authority.certificatePem());
    return ClientCertificates.request(json).applyTo(WebhookOptions.NONE, origin(url));
  }

  private static HeldCertificate receiverOf(HeldCertificate authority, String host) {
    return new HeldCertificate.Builder()
        .addSubjectAlternativeName(host)
        .signedBy(authority)
        .build();
  }

  @Test
  void authoritiesOfTheWebhookReplaceThePublicOnes() throws Exception {
    HeldCertificate inside = new HeldCertificate.Builder().certificateAuthority(0).build();
    SSLContext identity =
        Certificates.checking(
            ClientCertificates.root().certificate(), receiverOf(inside, Certificates.HOST));
    try (AskingReceiver ofInside = new AskingReceiver(identity, NEEDS, true);
        AskingReceiver ofPublic = new AskingReceiver(RECEIVER, NEEDS, true)) {
      String url = ofInside.url("/");
      assertThat(send(first, url, trusting(inside, url)).succeeded()).isTrue();
      assertFails(send(second, url, options(one, url)), AttemptCause.UNKNOWN_AUTHORITY);
      assertFails(
          send(third, ofPublic.url("/"), trusting(inside, ofPublic.url("/"))),
          AttemptCause.UNKNOWN_AUTHORITY);
    }
  }

  @Test
  void ownAuthorityNamesTheHostToo() throws Exception {
    HeldCertificate inside = new HeldCertificate.Builder().certificateAuthority(0).build();
    SSLContext identity =
        Certificates.checking(
            ClientCertificates.root().certificate(), receiverOf(inside, "other.example"));
    try (AskingReceiver receiver = new AskingReceiver(identity, NEEDS, true)) {
      String url = receiver.url("/");
      assertFails(send(first, url, trusting(inside, url)), AttemptCause.WRONG_HOST);
    }
  }

  @Test
  void certificateIsShownThroughAProxy() throws Exception {
    try (AskingReceiver receiver = new AskingReceiver(RECEIVER, WANTS, true);
        ConnectProxy proxy = new ConnectProxy();
        TestSender proxied = TestSender.withProxy(new HostAndPort("127.0.0.1", proxy.port()))) {
      String url = receiver.url("/");
      TestSender.end(proxied.begin(first, url, options(one, url)));
      TestSender.end(proxied.begin(second, url, options(two, url)));
      TestSender.end(proxied.begin(third, url, WebhookOptions.NONE));
      TestSender.end(proxied.begin(first, url, options(one, url)));

      assertThat(receiver.clients()).containsExactly("CN=one", "CN=two", "none", "CN=one");
    }
  }
}
