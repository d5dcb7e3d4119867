package webhooks.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.standardwebhooks.Webhook;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import webhooks.it.harness.database.Database;
import webhooks.it.harness.database.Postgres;
import webhooks.it.harness.receiver.Authority;
import webhooks.it.harness.receiver.Inbox;
import webhooks.it.harness.receiver.Receipt;
import webhooks.it.harness.receiver.Receiver;
import webhooks.it.harness.server.CpuTime;
import webhooks.it.harness.server.Sockets;
import webhooks.it.harness.token.TokenBuilder;
import webhooks.it.harness.token.Tokens;

/** Tests the harness itself, because a wrong harness hides faults of the product. */
class HarnessTest {
  private static final String SECRET = "a secret of more than thirty-two characters";

  @Test
  void receiverVerifiesDeliveriesAndCanClose() throws Exception {
    Authority authority = new Authority();
    try (Receiver receiver = new Receiver(authority)) {
      Inbox inbox = receiver.inbox().respondWith(500, 204);
      HttpClient client = HttpClient.newBuilder().sslContext(trusting(authority)).build();
      UUID id = UUID.randomUUID();
      String body = "{\"content\":{\"n\":1.0E5,\"text\":\"ü\"}}";

      assertThat(post(client, inbox.url(), id, body)).isEqualTo(500);
      assertThat(post(client, inbox.url(), id, body)).isEqualTo(204);

      assertThat(inbox.receipts(id)).hasSize(2);
      Receipt receipt = inbox.awaitEvent(id).assertSignedWith(SECRET);
      assertThat(receipt.text()).isEqualTo(body);
      // The inbox notes the status after the answer, so the client may be faster.
      await().until(() -> receipt.answeredAt().isPresent());
      assertThatThrownBy(() -> receipt.assertSignedWith(SECRET + "!"))
          .isInstanceOf(AssertionError.class);
      receiver.down();
      assertThatThrownBy(() -> post(client, inbox.url(), id, body)).isInstanceOf(IOException.class);
      receiver.up();
      assertThat(post(client, inbox.url(), id, body)).isEqualTo(204);
    }
  }

  @Test
  void issuerSignsWithPublishedKeysByDefault() throws Exception {
    Tokens tokens = new Tokens();
    JWKSet keys = JWKSet.parse(Files.readString(tokens.jwks()));
    RSASSAVerifier rsa = new RSASSAVerifier(keys.getKeyByKeyId("rsa-1").toRSAKey());
    ECDSAVerifier ec = new ECDSAVerifier(keys.getKeyByKeyId("ec-1").toECKey());
    TokenBuilder draft = tokens.draft("client", "account");

    assertThat(keys.containsNonPublicKeys()).isFalse();
    assertThat(JWSObject.parse(draft.rs256()).verify(rsa)).isTrue();
    assertThat(JWSObject.parse(draft.es256()).verify(ec)).isTrue();
    assertThat(JWSObject.parse(draft.foreignKey()).verify(rsa)).isFalse();
    assertThat(JWSObject.parse(draft.tampered()).verify(rsa)).isFalse();
    assertThat(draft.unsigned()).endsWith(".");
    assertThat(JWSObject.parse(draft.hs256WithPublicKey()).getHeader().getAlgorithm().getName())
        .isEqualTo("HS256");
  }

  @Test
  void postgresKeepsItsDataAndPortOverRestarts() throws Exception {
    try (Postgres postgres = new Postgres("harness").start()) {
      Database database = postgres.create("harness");
      execute(database, "CREATE TABLE kept (id integer, bytes bytea)");
      execute(database, "INSERT INTO kept VALUES (7, convert_to('needle', 'UTF8'))");
      assertThat(show(database, "fsync")).isEqualTo("on");
      assertThat(ProcessHandle.of(postgres.pid())).isPresent();

      postgres.stop();
      assertThatThrownBy(() -> execute(database, "SELECT 1"))
          .hasCauseInstanceOf(ConnectException.class);
      postgres.start();

      assertThat(database.dump()).contains("7", "needle");
    }
  }

  /** A stopped process still accepts connections: the system does that for it. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void databasePassesOverAMemberThatHangs() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (Postgres postgres = new Postgres("harness-hang").start();
        ServerSocket hanging = new ServerSocket(0, 1, loopback)) {
      Database alone = postgres.create("harness");
      String both = "://127.0.0.1:" + hanging.getLocalPort() + ",";

      Database database = new Database(alone.url().replace("://", both));

      assertThat(database.execute("SELECT 7")).containsExactly("7");
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc")
  void readsListeningSocketsAndCpuTime() throws Exception {
    long self = ProcessHandle.current().pid();
    try (ServerSocket loopback = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        ServerSocket everywhere = new ServerSocket(0)) {
      assertThat(Sockets.listening(self))
          .contains("127.0.0.1:" + loopback.getLocalPort())
          .anyMatch(
              address -> address.matches("(0.0.0.0|0:0:0:0:0:0:0:0):" + everywhere.getLocalPort()));
    }
    // CPU time grows, so the later value must be larger.
    double process = CpuTime.ofProcess(self);
    assertThat(process).isPositive();
    assertThat(CpuTime.ofFamily(self)).isGreaterThanOrEqualTo(process);
  }

  private static int post(HttpClient client, URI url, UUID id, String body) throws Exception {
    String time = Long.toString(System.currentTimeMillis() / 1000);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
    String hex = HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    String key = "whsec_" + Base64.getEncoder().encodeToString(SECRET.getBytes(UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("Signature", "sha256=" + hex)
            .header("webhook-id", id.toString())
            .header("webhook-timestamp", time)
            .header(
                "webhook-signature",
                new Webhook(key).sign(id.toString(), Long.parseLong(time), body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private static SSLContext trusting(Authority authority) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(authority.pem())) {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      trusted.setCertificateEntry("authority", factory.generateCertificate(pem));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static void execute(Database database, String sql) throws Exception {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String show(Database database, String setting) throws Exception {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW " + setting)) {
      result.next();
      return result.getString(1);
    }
  }

  private static Connection connect(Database database) throws Exception {
    return DriverManager.getConnection(database.url(), Database.USER, Database.PASSWORD);
  }
}
