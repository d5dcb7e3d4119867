package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderExcerptTest {
  private static String shown(String name, String value) {
    return HeaderExcerpt.of(List.of(Map.entry(name, value))).fields().get(name);
  }

  @Test
  void keepsOrderAndJoinsRepeatedNames() {
    HeaderExcerpt headers =
        HeaderExcerpt.of(
            List.of(
                Map.entry("Server", "nginx"),
                Map.entry("Via", "1.1 a"),
                Map.entry("X-Empty", ""),
                Map.entry("via", "1.1 b")));

    assertThat(headers.fields())
        .containsExactly(
            Map.entry("server", "nginx"),
            Map.entry("via", "1.1 a, 1.1 b"),
            Map.entry("x-empty", ""));
    assertThat(HeaderExcerpt.parse(headers.text())).isEqualTo(headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set-cookie",
        "set-cookie2",
        "authorization",
        "proxy-authorization",
        "x-csrf-token",
        "client-secret",
        "x-password",
        "x-api-key",
        "apikey",
        "x-session-id",
        "x-auth",
        "x_api_key",
        "x-access-key",
        "x-amz-credential",
        "x-jwt",
        "x-passwd"
      })
  void hidesCredentials(String name) {
    assertThat(shown(name, "a=1234567890")).isEqualTo("***");
  }

  @Test
  void showsWhichAuthenticationIsAskedFor() {
    assertThat(shown("www-authenticate", "Basic realm=\"a\"")).isEqualTo("Basic realm=\"a\"");
  }

  @Test
  void cutsRepeatedSignaturesWhateverTheName() {
    String hex = "01234567" + "89abcdef".repeat(7);
    String base64 = "AbCdEfGh" + "a+/1".repeat(8) + "abc=";

    assertThat(shown("x-debug", hex)).isEqualTo("01234567…");
    assertThat(shown("x-hub-sig", "sha256=" + hex + ";")).isEqualTo("sha256=01234567…;");
    assertThat(shown("x-echo", "got v1," + base64)).isEqualTo("got v1,AbCdEfGh…");
    String ed25519 = "AbCdEfGh" + "a+/1".repeat(19) + "ab==";
    assertThat(shown("x-echo", "got v1a," + ed25519)).isEqualTo("got v1a,AbCdEfGh…");
    assertThat(shown("x-trace", "ab" + hex)).isEqualTo("ab" + hex);
  }

  @ParameterizedTest
  @CsvSource({
    "signature, sha256=0123456789abcdef, sha256=01234567…",
    "webhook-signature, 'v1,AbCdEfGhIj+/= v1,ZyXwVuTsRq==', 'v1,AbCdEfGh… v1,ZyXwVuTs…'",
    "x-signature, 0123456789abcdef, 01234567…",
    "signature, short, short",
    "signature, 'a=12345678, b=123456789', 'a=12345678… b=12345678…'",
    "signature, 'k==,12345678 12345678 123456789 ', 'k==,123456… 12345678 12345678… '"
  })
  void cutsSignatures(String name, String value, String shown) {
    assertThat(shown(name, value)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "location, https://a.example/b?key=1, https://a.example/b?***",
    "location, https://a.example/b, https://a.example/b",
    "content-location, /b?key=1, /b?***",
    "refresh, 5; url=/b?key=1, 5; url=/b?***",
    "link, '</b?key=1>; rel=next', '</b?***'",
    "location, https://user:secret@a.example/b#access_token=1, https://***@a.example/b#***",
    "location, /b;jsessionid=1, /b;***",
    "x-original-uri, /hook?code=1, /hook?***",
    "referer, https://a.example/?code=1, https://a.example/?***",
    "x-from, http://a:b@c/ and https://d@e@f, http://***@c/ and https://***@f",
    "x-from, ://@a@b://c, ://***@b://c",
    "location, ;a, ;a",
    "x-note, why?, why?",
    "x-note, a@b, a@b"
  })
  void hidesQueriesOfUrls(String name, String value, String shown) {
    assertThat(shown(name, value)).isEqualTo(shown);
  }

  @Test
  void replacesCharactersThatAreNotPrintable() {
    HeaderExcerpt headers =
        HeaderExcerpt.of(
            List.of(
                Map.entry("X\n-a:b", "1\r\nx: y\0\u001b[31m\u0085\u202e\u2028\ud800"),
                Map.entry("x-b", "é東")));

    assertThat(headers.fields())
        .containsExactly(
            Map.entry("x\ufffd-a\ufffdb", "1\ufffd\ufffdx: y\ufffd\ufffd[31m" + "\ufffd".repeat(4)),
            Map.entry("x-b", "é東"));
    assertThat(HeaderExcerpt.parse(headers.text())).isEqualTo(headers);
  }

  @Test
  void boundsNumberAndSize() {
    List<Map.Entry<String, String>> many =
        IntStream.range(0, 100).mapToObj(i -> Map.entry("x-" + i, "v")).toList();
    List<Map.Entry<String, String>> large =
        IntStream.range(0, 20).mapToObj(i -> Map.entry("x-" + i, "é".repeat(2000))).toList();
    List<Map.Entry<String, String>> repeated =
        IntStream.range(0, 100).mapToObj(i -> Map.entry("via", "\0".repeat(500))).toList();

    assertThat(HeaderExcerpt.of(many).fields()).hasSize(50).containsKeys("x-0", "x-49");
    assertThat(HeaderExcerpt.of(large).fields()).hasSize(3);
    assertThat(HeaderExcerpt.of(large).fields().get("x-0")).isEqualTo("é".repeat(1024) + "…");
    assertThat(HeaderExcerpt.of(List.of(Map.entry("N".repeat(500), ""))).fields())
        .containsOnlyKeys("n".repeat(128) + "…");
    for (List<Map.Entry<String, String>> headers : List.of(many, large, repeated)) {
      assertThat(HeaderExcerpt.of(headers).text().getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(HeaderExcerpt.MAX_SIZE);
    }
  }

  @Test
  void derivesHeadersOfDeliveredRequest() {
    UUID message = UUID.randomUUID();

    assertThat(
            HeaderExcerpt.ofDelivered(message, Instant.parse("2026-10-02T14:55:00.999Z"), 7)
                .fields())
        .containsEntry("webhook-id", "" + message)
        .containsEntry("webhook-timestamp", "1790952900")
        .containsEntry("content-length", "7")
        .containsEntry("content-type", "application/json");
  }

  @Test
  void descriptionHasNoHeaders() {
    assertThat(HeaderExcerpt.of(List.of(Map.entry("server", "nginx"))).toString())
        .doesNotContain("nginx");
  }
}
