package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import webhooks.it.harness.Places;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.selection.OnPayara;
import webhooks.it.harness.selection.OnWildFly;
import webhooks.it.harness.selection.WithOwnBroker;
import webhooks.it.harness.server.Sockets;

/**
 * A server listens only at its configured addresses, and serves HTTPS with the configured
 * certificate.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ListeningIT {
  private static final int TLS_1_0 = 0x0301;
  private static final int TLS_1_1 = 0x0302;
  private static final int TLS_1_2 = 0x0303;
  private static final int HANDSHAKE = 22;

  /** Cipher suites for RSA and elliptic keys, of TLS 1.2 and of older versions. */
  private static final int[] CIPHERS = {0xc02b, 0xc02f, 0xc009, 0xc013, 0xc00a, 0xc014, 0x2f};

  private final TestEnvironment environment = TestEnvironment.onH2("listening");
  private final int port = Places.freePort();

  @BeforeAll
  void start() {
    environment.enableHttps(port);
    environment.start();
  }

  @AfterAll
  void stop() {
    environment.close();
  }

  @Test
  @Order(1)
  void answersOverTlsWithTheGivenCertificate() {
    secureApi()
        .get("/webhooks/" + UUID.randomUUID())
        .as(environment.application().token())
        .send()
        .isError(404, "WebhookNotFound");
  }

  @Test
  @Order(2)
  @WithOwnBroker
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
  void listensAtItsConfiguredAddress() {
    assertListensOnlyAt(
        "127.0.0.1:" + environment.product().port(),
        "127.0.0.1:" + port,
        environment.product().setting("webhooks.jms.listen"));
  }

  @Test
  @Order(2)
  void refusesOldVersionsOfTls() throws IOException {
    assertThat(answerToHelloOf(TLS_1_2)).isEqualTo(HANDSHAKE);
    assertThat(answerToHelloOf(TLS_1_1)).isNotEqualTo(HANDSHAKE);
    assertThat(answerToHelloOf(TLS_1_0)).isNotEqualTo(HANDSHAKE);
  }

  @Test
  @Order(2)
  void negotiatesHttp1Only() throws IOException {
    try (SSLSocket socket = connect()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();

      assertThat(socket.getApplicationProtocol()).isIn("", "http/1.1");
    }
  }

  @Test
  @Order(3)
  void servesANewCertificateAfterTheNextStart() throws IOException {
    X509Certificate before = handshake("TLSv1.3");
    environment.product().stop();
    environment.enableHttps(port);
    // For the next test: both changes need only one restart.
    environment.product().with("webhooks.jms.listen", null);
    environment.start();

    assertThat(handshake("TLSv1.3").getPublicKey()).isNotEqualTo(before.getPublicKey());
  }

  /** Without an address for producers, only the product's own process reaches its broker. */
  @Test
  @Order(4)
  @WithOwnBroker
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
  void listensForProducersOnlyIfConfigured() {
    assertListensOnlyAt("127.0.0.1:" + environment.product().port(), "127.0.0.1:" + port);
  }

  /** Micro writes its server's configuration at each start, so no listener can remain there. */
  @Test
  @Order(5)
  @OnPayara
  @OnWildFly
  void removesTheListenerWithItsSettings() {
    environment.product().stop();
    environment
        .product()
        .with("webhooks.https.port", null)
        .with("webhooks.https.certificate", null)
        .with("webhooks.https.key", null);
    environment.start();

    assertThatThrownBy(() -> secureApi().get("/webhooks").send())
        .isInstanceOf(UncheckedIOException.class);
  }

  private void assertListensOnlyAt(String... addresses) {
    List<String> expected = new ArrayList<>(environment.product().managementAddresses());
    expected.addAll(List.of(addresses));
    assertThat(Sockets.listening(environment.product().pid()))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private Api secureApi() {
    return environment.api().secure(port, environment.authority().client());
  }

  /**
   * Returns the type of the server's first TLS record, or -1 without one. Writes the handshake
   * itself, because this Java offers no old versions.
   */
  private int answerToHelloOf(int version) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(256);
    body.putShort((short) version).put(new byte[32]).put((byte) 0);
    body.putShort((short) (2 * CIPHERS.length));
    for (int cipher : CIPHERS) {
      body.putShort((short) cipher);
    }
    body.put((byte) 1).put((byte) 0);
    byte[] extensions =
        HexFormat.of()
            .parseHex("000a00040002001700" + "0b00020100" + "000d000a00080403040108040503");
    body.putShort((short) extensions.length).put(extensions).flip();
    ByteBuffer record = ByteBuffer.allocate(300);
    record.put((byte) HANDSHAKE).putShort((short) version).putShort((short) (body.limit() + 4));
    record.put((byte) 1).put((byte) 0).putShort((short) body.limit()).put(body).flip();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(record.array(), 0, record.limit());
      return socket.getInputStream().read();
    }
  }

  private X509Certificate handshake(String version) throws IOException {
    try (SSLSocket socket = connect()) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private SSLSocket connect() throws IOException {
    return (SSLSocket)
        environment
            .authority()
            .client()
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), port);
  }
}
