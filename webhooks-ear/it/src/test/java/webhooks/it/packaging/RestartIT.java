package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.Progress;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Body;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.http.TlsClient;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.selection.OnPayara;
import webhooks.it.harness.selection.OnPostgres;
import webhooks.it.harness.selection.OnWildFly;
import webhooks.it.harness.selection.WithOwnBroker;
import webhooks.it.harness.server.Product;
import webhooks.it.harness.server.RefusedStart;
import webhooks.it.harness.server.Sockets;

/**
 * Restarts the product with other addresses, certificates, encryption keys and allowed networks.
 *
 * <p>Each start changes several settings, because a start takes long:
 *
 * <ol>
 *   <li>HTTPS, an address for producers, the old encryption key, and all networks allowed
 *   <li>the new encryption key without the old one, which the product refuses
 *   <li>both keys, another certificate, no address for producers, and only public networks allowed
 *   <li>the new key alone, the address for producers again, no HTTPS, and loopback allowed
 * </ol>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RestartIT {
  private static final String LISTEN = "webhooks.jms.listen";
  private static final String KEY = "webhooks.encryption.key";
  private static final String PREVIOUS = "webhooks.encryption.previous-keys";
  private static final String NETWORKS = "webhooks.delivery.allowed-networks";
  private static final URI OTHER = URI.create("https://example.com/hook?token=of-a-query");
  private static final int OTHERS = 250;
  private static final int FIRST_CALLERS = 64;

  private final TestEnvironment environment = TestEnvironment.named("restart");
  private final Product product = environment.product();
  private final int port = Places.freePort();
  private final TlsClient tls = new TlsClient(environment.authority().client(), port);
  private final String addressForProducers = product.setting(LISTEN);
  private final String oldKey = Secrets.random();
  private final String newKey = Secrets.random();
  private final Application application = environment.application();
  private final Inbox inbox = environment.receiver().inbox();
  private final List<Registered> others = new ArrayList<>();
  private final String loopback = product.setting(NETWORKS);
  private ForbiddenWebhooks forbidden;
  private Registered webhook;
  private String rotatedSecret;
  private X509Certificate firstCertificate;

  @BeforeAll
  void start() throws IOException {
    product.with(KEY, oldKey).with(PREVIOUS, null).with(NETWORKS, "0.0.0.0/0,::/0");
    environment.enableHttps(port);
    environment.start();
    firstCertificate = tls.certificate();
    webhook = application.register(inbox);
    rotatedSecret = rotateSecret();
    for (int i = 0; i < OTHERS; i++) {
      others.add(application.create(Body.ofAccount(OTHER)));
    }
    forbidden = new ForbiddenWebhooks(environment);
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
        .as(application.token())
        .send()
        .isError(404, "WebhookNotFound");
  }

  @Test
  @Order(1)
  @WithOwnBroker
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
  void listensAtItsConfiguredAddress() {
    assertListensOnlyAt("127.0.0.1:" + product.port(), "127.0.0.1:" + port, addressForProducers);
  }

  @Test
  @Order(1)
  void refusesOldVersionsOfTls() throws IOException {
    assertThat(tls.answerToHelloOf(TlsClient.TLS_1_2)).isEqualTo(TlsClient.HANDSHAKE);
    assertThat(tls.answerToHelloOf(TlsClient.TLS_1_1)).isNotEqualTo(TlsClient.HANDSHAKE);
    assertThat(tls.answerToHelloOf(TlsClient.TLS_1_0)).isNotEqualTo(TlsClient.HANDSHAKE);
  }

  @Test
  @Order(1)
  void negotiatesHttp1Only() throws IOException {
    assertThat(tls.applicationProtocol("h2", "http/1.1")).isIn("", "http/1.1");
  }

  @Test
  @Order(2)
  void refusesToStartWithoutThePreviousKey() {
    product.stop();
    product.with(KEY, newKey);
    int logged = product.log().length();

    Set<Integer> statuses = RefusedStart.statuses(product);

    Progress.say("%s: a refused start answered %s", product.name(), statuses);
    assertThat(statuses).isSubsetOf(RefusedStart.NO_CONNECTION, 503);
    assertThat(product.log().substring(logged)).contains(PREVIOUS);
    if (product.isRunning()) {
      product.health().get("/health/started").send().is(503);
      product.api().get("/webhooks/none").send().isError(503, "ServiceUnavailable");
    }
    // Fails if the process has not ended in time.
    product.stop();
  }

  @Test
  @Order(3)
  void encryptsStoredDataWithTheNewKey() {
    product
        .with(PREVIOUS, oldKey)
        .with(LISTEN, null)
        .with("webhooks.jms.operations-user", null)
        .with("webhooks.jms.operations-password", null)
        .with(NETWORKS, null)
        .with(ForbiddenWebhooks.RETRIES, "PT1S");
    environment.enableHttps(port);
    environment.start();

    int webhooks = 1 + others.size() + forbidden.size();
    String done = "encrypted with the current key instead of an earlier one: " + webhooks;
    await("the keys' change").until(() -> product.log().contains(done));
  }

  /** The keys are read while the node starts, so no first caller waits for them. */
  @Test
  @Order(4)
  void answersManyFirstCallersAtOnce() {
    ExecutorService threads = Executors.newFixedThreadPool(FIRST_CALLERS);
    List<CompletableFuture<Answer>> answers =
        Stream.generate(environment::application)
            .limit(FIRST_CALLERS)
            .map(Application::token)
            .toList()
            .stream()
            .map(
                token ->
                    CompletableFuture.supplyAsync(
                        () -> environment.api().get("/webhooks").as(token).send(), threads))
            .toList();
    threads.shutdown();
    answers.forEach(answer -> answer.join().is(200));
  }

  @Test
  @Order(5)
  void servesANewCertificateAfterTheNextStart() throws IOException {
    assertThat(tls.certificate().getPublicKey()).isNotEqualTo(firstCertificate.getPublicKey());
  }

  /** Without an address for producers, only the product's own process reaches its broker. */
  @Test
  @Order(5)
  @WithOwnBroker
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
  void listensForProducersOnlyIfConfigured() {
    assertListensOnlyAt("127.0.0.1:" + product.port(), "127.0.0.1:" + port);
  }

  @Test
  @Order(5)
  void testsNoWebhookInNetworksThatWereAllowedBefore() {
    forbidden.assertTestsAreRefused();
  }

  @Test
  @Order(5)
  @OnPostgres
  void sendsNothingToNetworksThatWereAllowedBefore() {
    forbidden.assertNothingIsSent();
  }

  @Test
  @Order(6)
  void needsNoPreviousKeyAfterTheChange() {
    product.stop();
    product
        .with(PREVIOUS, null)
        .with(LISTEN, addressForProducers)
        .with(NETWORKS, loopback)
        .with(ForbiddenWebhooks.RETRIES, null)
        .with("webhooks.https.port", null)
        .with("webhooks.https.certificate", null)
        .with("webhooks.https.key", null);
    environment.start();
    Event event = Event.ofAccount(application.account());

    environment.producer().publish(event);

    inbox
        .awaitEvent(event.messageId())
        .assertSignedWith(rotatedSecret)
        .assertStandardSignature(webhook.secret());
    assertThat(application.get(others.get(OTHERS - 1)).is(200).json().getString("callbackUrl"))
        .isEqualTo(OTHER.toString());
    assertThat(product.log()).doesNotContain(oldKey).doesNotContain(newKey);
  }

  /** Micro writes its server's configuration at each start, so no listener can remain there. */
  @Test
  @Order(7)
  @OnPayara
  @OnWildFly
  void removesTheListenerWithItsSettings() {
    assertThatThrownBy(() -> secureApi().get("/webhooks").send())
        .isInstanceOf(UncheckedIOException.class);
  }

  private void assertListensOnlyAt(String... addresses) {
    List<String> expected = new ArrayList<>(product.managementAddresses());
    expected.addAll(List.of(addresses));
    assertThat(Sockets.listening(product.pid())).containsExactlyInAnyOrderElementsOf(expected);
  }

  private Api secureApi() {
    return environment.api().secure(port, environment.authority().client());
  }

  private String rotateSecret() {
    return Secrets.remember(
        environment
            .api()
            .post("/webhooks/" + webhook.id() + "/rotate-secret")
            .as(application.token())
            .send()
            .is(200)
            .json()
            .getString("secret"));
  }
}
