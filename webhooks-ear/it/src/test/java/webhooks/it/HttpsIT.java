package webhooks.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** HTTPS with the certificate that the settings name, on a server that had another one before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HttpsIT {
  private final World world = World.onH2("https");
  private final int port = Places.freePort();

  @BeforeAll
  void start() {
    world.servesHttpsAt(port);
    world.start();
  }

  @AfterAll
  void stop() {
    world.close();
  }

  @Test
  @Order(1)
  void answersOverTlsWithTheGivenCertificate() {
    secureApi()
        .get("/webhooks/" + UUID.randomUUID())
        .as(world.application().token())
        .send()
        .isError(404, "WebhookNotFound");
  }

  @Test
  @Order(2)
  void refusesOldVersionsOfTls() {
    for (String version : List.of("TLSv1.1", "TLSv1")) {
      assertThatThrownBy(() -> handshake(version)).isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  @Order(3)
  void servesANewCertificateAfterTheNextStart() throws IOException {
    X509Certificate before = handshake("TLSv1.3");
    world.product().stop();
    world.servesHttpsAt(port);
    world.start();

    assertThat(handshake("TLSv1.3").getPublicKey()).isNotEqualTo(before.getPublicKey());
  }

  @Test
  @Order(4)
  void listenerGoesWithItsSettings() {
    world.product().stop();
    world
        .product()
        .with("webhooks.https.port", null)
        .with("webhooks.https.certificate", null)
        .with("webhooks.https.key", null);
    world.start();

    assertThatThrownBy(() -> secureApi().get("/webhooks").send())
        .isInstanceOf(UncheckedIOException.class);
  }

  private Api secureApi() {
    return world.api().secure(port, world.authority().client());
  }

  private X509Certificate handshake(String version) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            world
                .authority()
                .client()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setEnabledProtocols(new String[] {version});
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }
}
