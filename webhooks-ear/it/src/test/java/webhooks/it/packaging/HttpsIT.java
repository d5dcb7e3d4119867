package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
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
import webhooks.it.harness.broker.OwnBroker;
import webhooks.it.harness.broker.Producer;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.http.KeptConnection;
import webhooks.it.harness.http.TlsClient;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPayara;
import webhooks.it.harness.selection.OnWildFly;
import webhooks.it.harness.selection.WithOwnBroker;
import webhooks.it.harness.server.Product;
import webhooks.it.harness.server.Sockets;

/** Runs the product with TLS alone: for callers, and for producers of the embedded broker. */
@OnMicro
@OnPayara
@OnWildFly
@WithOwnBroker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HttpsIT {
  private final int port = Places.freePort();
  private final Authority producersAuthority = new Authority();
  private final Path producersFiles = producersAuthority.serverFiles();
  private final OwnBroker broker = OwnBroker.withTls(producersFiles);
  private final TestEnvironment environment = TestEnvironment.onH2("https", broker);
  private final Product product = environment.product();
  private final TlsClient https = new TlsClient(environment.authority().client(), port);
  private final TlsClient producers = new TlsClient(producersAuthority.client(), broker.port());
  private Path files;

  @BeforeAll
  void start() {
    files = environment.enableHttps(port);
    product.withoutHttp(
        Api.undescribed(URI.create("https://127.0.0.1"))
            .secure(port, environment.authority().client()));
    environment.start();
  }

  @AfterAll
  void stop() {
    environment.close();
  }

  @Test
  @Order(1)
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
  void opensNoPortWithoutTls() {
    List<String> expected = new ArrayList<>(product.managementAddresses());
    expected.addAll(List.of("127.0.0.1:" + port, "127.0.0.1:" + broker.port()));
    assertThat(Sockets.listening(product.pid())).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  @Order(1)
  @OnMicro
  void namesItsSecureAddressAtTheStart() {
    assertThat(product.log()).containsPattern("Webhooks \\S+ answers at https://127.0.0.1:" + port);
  }

  @Test
  @Order(1)
  void eventsOfProducersOverTlsAreDelivered() {
    environment.assertDelivers();
    assertThatThrownBy(() -> new Producer("tcp://127.0.0.1:" + broker.port(), "x", "x"))
        .isInstanceOf(IllegalStateException.class);
  }

  /** They cost a stranger one packet, and the node a tenth of a second of a processor. */
  @Test
  @Order(1)
  void exchangesNoKeysInFiniteFields() throws IOException {
    assertThat(https.answerToHelloOf(TlsClient.TLS_1_2)).isEqualTo(TlsClient.HANDSHAKE);
    assertThat(producers.answerToHelloOf(TlsClient.TLS_1_2)).isEqualTo(TlsClient.HANDSHAKE);

    assertThat(https.answerToFiniteField()).isNotEqualTo(TlsClient.HANDSHAKE);
    assertThat(producers.answerToFiniteField()).isNotEqualTo(TlsClient.HANDSHAKE);
  }

  @Test
  @Order(2)
  void presentsRenewedCertificatesWithoutARestart() throws IOException {
    X509Certificate ofApi = https.certificate();
    X509Certificate ofBroker = producers.certificate();
    try (KeptConnection open = https.keep()) {
      assertThat(open.head("/no/such/path")).isEqualTo(404);

      environment.authority().renew(files);
      producersAuthority.renew(producersFiles);

      await("the new certificate")
          .ignoreExceptions()
          .until(() -> !https.certificate().equals(ofApi));
      await("the producers' new certificate")
          .ignoreExceptions()
          .until(() -> !producers.certificate().equals(ofBroker));
      assertThat(open.head("/no/such/path")).as("over the former connection").isEqualTo(404);
    }
    product.api().get("/webhooks").as(environment.application().token()).send().is(200);
  }

  /** The other servers start the listener of producers again. */
  @Test
  @Order(3)
  @OnWildFly
  void renewedCertificateKeepsConnectionsOfProducers() throws IOException {
    environment.assertDelivers();
    X509Certificate former = producers.certificate();

    producersAuthority.renew(producersFiles);

    await("the new certificate")
        .ignoreExceptions()
        .until(() -> !producers.certificate().equals(former));
    // The producer of the environment keeps its connection.
    environment.assertDelivers();
  }
}
