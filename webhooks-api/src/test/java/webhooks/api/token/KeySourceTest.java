package webhooks.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.settings.InvalidSetting;

class KeySourceTest {
  private static String pem(Key key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  @Test
  void readsJwkJwksAndPem() throws Exception {
    JWK rsa = TestIssuer.RSA;
    assertThat(PublicKeyParser.parse(rsa.toJSONString())).containsExactly(rsa.toPublicJWK());
    assertThat(PublicKeyParser.parse(TestIssuer.jwks(rsa, TestIssuer.EC)))
        .containsExactly(rsa.toPublicJWK(), TestIssuer.EC.toPublicJWK());
    String pem = pem(TestIssuer.RSA.toPublicKey()) + pem(TestIssuer.EC.toPublicKey());
    assertThat(PublicKeyParser.parse(pem)).hasSize(2).noneMatch(JWK::isPrivate);
    assertThat(PublicKeyParser.parse(pem.replace("\n", "\\n"))).hasSize(2);
  }

  @Test
  void ignoresKeysForOtherAlgorithms() throws Exception {
    RSAKey small = new RSAKeyGenerator(1024, true).generate();
    RSAKey forEncryption = new RSAKey.Builder(TestIssuer.RSA).keyUse(KeyUse.ENCRYPTION).build();
    JWK curve = new ECKeyGenerator(Curve.P_384).generate();
    JWK secret = new OctetSequenceKeyGenerator(256).generate();
    String unusable =
        new com.nimbusds.jose.jwk.JWKSet(List.of(small, forEncryption, curve, secret))
            .toString(false);
    assertThatThrownBy(() -> PublicKeyParser.parse(unusable)).isInstanceOf(ParseException.class);
    assertThatThrownBy(() -> PublicKeyParser.parse("{\"keys\":[]}"))
        .isInstanceOf(ParseException.class);
  }

  @Test
  void refusesInvalidInlineKey() {
    for (String text : List.of("nonsense", "{}", "-----BEGIN PUBLIC KEY-----")) {
      assertThatThrownBy(
              () -> KeySource.of(TestIssuer.settings("mp.jwt.verify.publickey", text).token()))
          .isInstanceOf(InvalidSetting.class)
          .hasMessageStartingWith("Setting mp.jwt.verify.publickey ")
          .hasMessageNotContaining("nonsense");
    }
    assertThatThrownBy(() -> KeySource.of(TestIssuer.keysAt("https://a b")))
        .isInstanceOf(InvalidSetting.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example/keys",
        "HTTP://10.0.0.1/keys",
        "http://127.0.0.1.example/keys",
        "http://localhost@issuer.example/keys",
        "http:///keys"
      })
  void refusesKeysOverPlainHttp(String location) {
    assertThatThrownBy(() -> KeySource.of(TestIssuer.keysAt(location)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith("Setting mp.jwt.verify.publickey.location must be an https URL");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example/keys",
        "http://localhost:8080/keys",
        "http://127.0.0.1/keys",
        "http://[::1]:8080/keys"
      })
  void acceptsKeysOverHttpsOrFromThisMachine(String location) {
    assertThat(KeySource.of(TestIssuer.keysAt(location))).isPresent();
  }

  @Test
  void readsFileAgain(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys");
    Files.writeString(file, "one");
    KeySource path = KeySource.of(TestIssuer.keysAt(file.toString())).orElseThrow();
    KeySource uri = KeySource.of(TestIssuer.keysAt(file.toUri().toString())).orElseThrow();
    assertThat(path.read()).isEqualTo("one");
    Files.writeString(file, "two");
    assertThat(path.read()).isEqualTo("two");
    assertThat(uri.read()).isEqualTo("two");
    Files.delete(file);
    assertThatThrownBy(path::read).isInstanceOf(IOException.class);
  }

  @Test
  void limitsSizeOfFetchedKeys() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, "/keys", 200, "keys");
    answer(server, "/large", 200, "x".repeat(KeySource.MAX_BYTES + 1));
    answer(server, "/gone", 404, "no");
    server.start();
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(KeySource.of(TestIssuer.keysAt(base + "/keys")).orElseThrow().read())
          .isEqualTo("keys");
      for (String path : List.of("/large", "/gone")) {
        KeySource source = KeySource.of(TestIssuer.keysAt(base + path)).orElseThrow();
        assertThatThrownBy(source::read).isInstanceOf(IOException.class);
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void followsNoRedirect() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, "/elsewhere", 200, "keys");
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.start();
    try {
      String moved = "http://127.0.0.1:" + server.getAddress().getPort() + "/moved";
      KeySource source = KeySource.of(TestIssuer.keysAt(moved)).orElseThrow();

      assertThatThrownBy(source::read).hasMessageContaining("302");
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpServer server, String path, int status, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}
