package webhooks.it.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Event;
import webhooks.it.harness.Places;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.receiver.ClientCheck;
import webhooks.it.harness.receiver.Nginx;

/** Webhooks that show client certificates to their receivers. */
class ClientCertificateIT {
  private static final HeldCertificate ROOT =
      new HeldCertificate.Builder().commonName("Clients").certificateAuthority(0).build();

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final HeldCertificate one = client("one");
  private final HeldCertificate two = client("two");
  private ClientCheck receiver;

  private ClientCheck start(ClientCheck.Mode mode) {
    receiver = new ClientCheck(environment.authority().serverChecking(ROOT.certificate()), mode);
    return receiver;
  }

  @AfterEach
  void stop() {
    if (receiver != null) {
      receiver.close();
    }
  }

  private static HeldCertificate client(String name) {
    return new HeldCertificate.Builder().commonName(name).signedBy(ROOT).build();
  }

  private Registered create(URI url) {
    return application.create(Application.Body.ofAccount(url, Event.CREATED));
  }

  private Registered create(URI url, HeldCertificate certificate) {
    Registered webhook = create(url);
    patch(webhook, certificate).is(200);
    return webhook;
  }

  private static String options(Registered webhook) {
    return "/webhooks/" + webhook.id() + "/options";
  }

  private static JsonObjectBuilder tls(HeldCertificate certificate) {
    return Json.createObjectBuilder()
        .add("certificateChain", certificate.certificatePem() + ROOT.certificatePem())
        .add("privateKey", certificate.privateKeyPkcs8Pem());
  }

  private Answer patch(Registered webhook, HeldCertificate certificate) {
    return patch(webhook, tls(certificate));
  }

  private Answer patch(Registered webhook, JsonObjectBuilder tls) {
    return application.patchOptions(
        webhook, Json.createObjectBuilder().add("tls", tls).build().toString());
  }

  private Answer post(Registered webhook, String path, String body) {
    return environment
        .api()
        .post("/webhooks/" + webhook.id() + path)
        .as(application.token())
        .json(body)
        .send();
  }

  private String test(Registered webhook) {
    return post(webhook, "/test", "{}").is(200).body();
  }

  private void publish() {
    environment.producer().publish(Event.ofAccount(application.account()));
  }

  /** The three webhooks have the same owner, host and port. */
  @Test
  void eachWebhookShowsItsOwnCertificate() {
    start(ClientCheck.Mode.WANTS);
    application.activate(create(receiver.url("/one"), one));
    application.activate(create(receiver.url("/two"), two));
    application.activate(create(receiver.url("/none")));

    for (int events = 1; events <= 3; events++) {
      publish();
      receiver.awaitClients("/one", events);
      receiver.awaitClients("/two", events);
      receiver.awaitClients("/none", events);
    }

    assertThat(receiver.clients("/one")).containsExactly("CN=one", "CN=one", "CN=one");
    assertThat(receiver.clients("/two")).containsExactly("CN=two", "CN=two", "CN=two");
    assertThat(receiver.clients("/none")).containsExactly("none", "none", "none");
  }

  @Test
  void renewedCertificateHoldsForTheNextAttempt() {
    start(ClientCheck.Mode.NEEDS);
    Registered webhook = application.activate(create(receiver.url("/"), one));
    publish();
    receiver.awaitClients("/", 1);

    patch(webhook, two).is(200);
    publish();

    assertThat(receiver.awaitClients("/", 2)).containsExactly("CN=one", "CN=two");
  }

  @Test
  void testsShowTheCertificate() {
    start(ClientCheck.Mode.NEEDS);
    assertThat(test(create(receiver.url("/test"), one))).contains("\"statusCode\":204");
    assertThat(test(create(receiver.url("/none")))).contains("\"succeeded\":false");

    assertThat(receiver.clients("/test")).containsExactly("CN=one");
    assertThat(receiver.clients("/none")).isEmpty();
  }

  @Test
  void nothingIsSentWithoutTheCertificate() {
    start(ClientCheck.Mode.ASKS_NOT);
    Registered webhook = create(receiver.url("/"), one);

    assertThat(test(webhook))
        .contains("\"error\":\"tls\"", "\"cause\":\"client certificate not used\"");

    URI elsewhere = URI.create(receiver.url("/").toString().replace("127.0.0.1", "localhost"));
    application.patch(webhook, "{\"callbackUrl\":\"%s\"}".formatted(elsewhere)).is(200);
    assertThat(test(webhook)).contains("\"error\":\"tls\"", "\"cause\":\"not bound\"");
    assertThat(receiver.clients("/")).isEmpty();
  }

  @Test
  void keyNeverComesBack() {
    start(ClientCheck.Mode.NEEDS);
    Registered webhook = create(receiver.url("/"), one);
    String key = one.privateKeyPkcs8Pem().lines().toList().get(1);

    JsonObject shown =
        environment.api().get(options(webhook)).as(application.token()).send().is(200).json();
    String audit =
        environment
            .api()
            .get("/webhooks/" + webhook.id() + "/audit")
            .as(application.token())
            .send()
            .is(200)
            .body();

    assertThat(shown.getJsonObject("tls").getString("subject")).isEqualTo("CN=one");
    assertThat(shown.getJsonObject("tls").getString("issuer")).isEqualTo("CN=Clients");
    assertThat(audit).contains("options.updated", "\"tls\"");
    assertThat(shown + test(webhook) + audit + environment.product().log())
        .doesNotContain("PRIVATE KEY", key);
  }

  @Test
  void wrongCertificatesAreRefused() {
    Registered webhook = create(URI.create("https://example.com/"));

    patch(webhook, tls(one).add("privateKey", two.privateKeyPkcs8Pem()))
        .isError(422, "InvalidRequest", "InvalidValue tls.privateKey");
    patch(webhook, new HeldCertificate.Builder().validityInterval(1000, 2000).build())
        .isError(422, "InvalidRequest", "InvalidValue tls.certificateChain");
    post(webhook, "/options/tls/request", "{\"subject\":\"none\"}")
        .isError(422, "InvalidRequest", "InvalidValue subject");
  }

  /** OpenSSL reads the request, and signs the certificate. */
  @Test
  void requestedCertificateIsCompleted() throws Exception {
    Path openssl = Path.of("/usr/bin/openssl");
    assumeTrue(Files.isExecutable(openssl), "OpenSSL is not on this machine");
    start(ClientCheck.Mode.NEEDS);
    Registered webhook = create(receiver.url("/"));
    JsonObject requested =
        post(webhook, "/options/tls/request", "{\"subject\":\"CN=requested,O=Example\"}")
            .is(200)
            .json();
    Path directory = Places.freshDirectory("request");
    Files.writeString(directory.resolve("csr.pem"), requested.getString("certificateRequest"));
    Files.writeString(directory.resolve("ca.pem"), ROOT.certificatePem());
    Files.writeString(directory.resolve("ca.key"), ROOT.privateKeyPkcs8Pem());

    Process signing =
        new ProcessBuilder(
                (openssl + " x509 -req -in csr.pem -CA ca.pem -CAkey ca.key -days 2 -out crt.pem")
                    .split(" "))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(signing.getInputStream().readAllBytes());
    assertThat(signing.waitFor()).as(output).isZero();
    assertThat(output).contains("CN");
    String certificate = Files.readString(directory.resolve("crt.pem"));
    JsonObject shown =
        patch(webhook, Json.createObjectBuilder().add("certificateChain", certificate))
            .is(200)
            .json();

    assertThat(shown.getJsonObject("tls").getString("subject"))
        .isEqualTo(requested.getString("subject"));
    assertThat(test(webhook)).contains("\"statusCode\":204");
    assertThat(receiver.clients("/")).containsExactly("CN=requested,O=Example");
  }

  @Test
  void ownAuthorityOfTheWebhookIsTrusted() {
    HeldCertificate inside =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("127.0.0.1")
            .addSubjectAlternativeName("localhost")
            .build();
    receiver =
        new ClientCheck(
            new HandshakeCertificates.Builder()
                .heldCertificate(inside)
                .addTrustedCertificate(ROOT.certificate())
                .build()
                .sslContext(),
            ClientCheck.Mode.NEEDS);
    Registered webhook = create(receiver.url("/"), one);
    assertThat(test(webhook)).contains("unknown authority");

    patch(webhook, tls(one).add("trustedCertificates", inside.certificatePem())).is(200);

    assertThat(test(webhook)).contains("\"statusCode\":204");
  }

  @Test
  void nginxGetsTheCertificate() throws Exception {
    assumeTrue(Nginx.isInstalled(), "nginx is not on this machine");
    Path authority = Places.freshDirectory("clients").resolve("ca.pem");
    Files.writeString(authority, ROOT.certificatePem());
    String check =
        "ssl_client_certificate %s; ssl_verify_client on; location / { return 204; }"
            .formatted(authority);
    try (Nginx nginx =
        new Nginx(environment.authority(), "$ssl_client_verify $ssl_client_s_dn", "", check)) {
      assertThat(test(create(nginx.url()))).contains("\"statusCode\":400");
      assertThat(test(create(nginx.url(), one))).contains("\"statusCode\":204");
      assertThat(test(create(nginx.url(), two))).contains("\"statusCode\":204");

      await("nginx's log")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(Files.readAllLines(nginx.log()))
                      .isEqualTo(List.of("NONE -", "SUCCESS CN=one", "SUCCESS CN=two")));
    }
  }
}
