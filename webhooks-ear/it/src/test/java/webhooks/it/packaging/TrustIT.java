package webhooks.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.receiver.Receiver;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPayara;
import webhooks.it.harness.selection.OnWildFly;
import webhooks.it.harness.server.JavaHome;
import webhooks.it.harness.server.Product;
import webhooks.it.packaging.launcher.JarRun;

/** The authorities that the product trusts: Java's, or those of an operator's own trust store. */
class TrustIT {
  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String PASSWORD = "of-the-operator";

  private final Path directory = Places.freshDirectory("trust-store");
  private final Path ofJava = JavaHome.ofProduct().resolve("lib/security/cacerts");

  @Test
  @OnMicro
  @OnPayara
  @OnWildFly
  void trustsTheAuthoritiesOfTheJdk() throws Exception {
    Set<Certificate> expected = authorities(ofJava, "changeit");

    assertThat(trustedBy(TestEnvironment.shared().product()))
        .hasSizeGreaterThan(50)
        .isEqualTo(expected);
  }

  /** The issuer's keys and the receiver are behind certificates of the only trusted authority. */
  @Test
  @OnMicro
  @OnWildFly
  void trustsAnOperatorsTrustStoreAlone() throws Exception {
    TestEnvironment environment = TestEnvironment.named("trust");
    HttpsServer keys = serve(environment.tokens().jwks(), environment.authority().server());
    try {
      Path store = trustStore(environment.authority());
      environment
          .product()
          .with(
              "mp.jwt.verify.publickey.location",
              "https://127.0.0.1:" + keys.getAddress().getPort() + "/")
          .with("webhooks.delivery.trusted-certificates", null)
          .withJava("-D" + TRUST_STORE + "=" + store)
          .withJava("-D" + TRUST_STORE + "Password=" + PASSWORD);
      environment.start();

      assertThat(trustedBy(environment.product())).isEqualTo(authorities(store, PASSWORD));
      environment.assertDelivers();
      assertRefusesOtherAuthorities(environment);
    } finally {
      environment.close();
      keys.stop(0);
    }
  }

  private static HttpsServer serve(Path file, SSLContext identity) throws IOException {
    HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    byte[] text = Files.readAllBytes(file);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
          }
        });
    server.start();
    return server;
  }

  private static void assertRefusesOtherAuthorities(TestEnvironment environment) {
    Application application = environment.application();
    try (Receiver other = new Receiver(new Authority())) {
      Registered webhook = application.register(other.inbox());
      environment.producer().publish(Event.ofAccount(application.account()));

      await("an attempt that fails")
          .untilAsserted(
              () ->
                  assertThat(environment.product().attemptLog())
                      .contains("webhook=" + webhook.id())
                      .contains("error=tls"));
    }
  }

  @Test
  @OnMicro
  void checkLooksAtTheSameAuthorities() throws Exception {
    Path store = trustStore(new Authority());

    assertThat(check().line("trusted certificates"))
        .isEqualTo(
            "trusted certificates: ok (%d of Java)"
                .formatted(authorities(ofJava, "changeit").size()));
    assertThat(check(store, PASSWORD).line("trusted certificates"))
        .isEqualTo("trusted certificates: ok (1 of " + TRUST_STORE + ")");
    assertThat(check(store, "another").line("trusted certificates"))
        .startsWith("trusted certificates: failed: Setting " + TRUST_STORE + " must name");
    assertThat(check(directory.resolve("none"), PASSWORD).line("trusted certificates"))
        .startsWith("trusted certificates: failed: Setting " + TRUST_STORE + " must name");
  }

  @Test
  @OnMicro
  void refusesToStartWithATrustStoreThatItCannotOpen() throws Exception {
    JarRun refused =
        JarRun.without(
            directory,
            "-D" + TRUST_STORE + "=" + trustStore(new Authority()),
            "-D" + TRUST_STORE + "Password=another",
            "-Dwebhooks.http.port=" + Places.freePort(),
            "-Dwebhooks.data.dir=" + directory.resolve("data"));

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.error()).contains("Setting " + TRUST_STORE + " must name a trust store");
  }

  private JarRun check() {
    return JarRun.without(directory, "--check", "-Dwebhooks.data.dir=" + directory.resolve("data"));
  }

  private JarRun check(Path store, String password) {
    return JarRun.without(
        directory,
        "--check",
        "-Dwebhooks.data.dir=" + directory.resolve("data"),
        "-D" + TRUST_STORE + "=" + store,
        "-D" + TRUST_STORE + "Password=" + password);
  }

  /** Writes a trust store of an operator, with a password that no server knows. */
  private Path trustStore(Authority authority) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(authority.pem())) {
      store.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    Path file = Files.createTempFile(directory, "store", ".p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return file;
  }

  /** Returns the authorities that Java trusts in the running process, by its properties. */
  private Set<Certificate> trustedBy(Product product)
      throws GeneralSecurityException, IOException, AttachNotSupportedException {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(product.pid()));
    try {
      Properties properties = machine.getSystemProperties();
      String store = properties.getProperty(TRUST_STORE);
      String password = properties.getProperty(TRUST_STORE + "Password");
      return store == null
          ? authorities(ofJava, "changeit")
          : authorities(Path.of(store), password);
    } finally {
      machine.detach();
    }
  }

  /** Returns the authorities in a trust store, as Java reads it; none without the password. */
  private static Set<Certificate> authorities(Path file, String password)
      throws GeneralSecurityException, IOException {
    KeyStore store =
        KeyStore.getInstance(file.toFile(), password == null ? null : password.toCharArray());
    Set<Certificate> found = new HashSet<>();
    for (String alias : Collections.list(store.aliases())) {
      found.add(store.getCertificate(alias));
    }
    return found;
  }
}
