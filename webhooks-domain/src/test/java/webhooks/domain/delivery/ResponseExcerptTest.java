package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseExcerptTest {
  private static final String HEX = "01234567" + "89abcdef".repeat(7);
  private static final String BASE64 = "AbCdEfGh" + "a+/1".repeat(8) + "abc=";
  private static final String ED25519 = "AbCdEfGh" + "a+/1".repeat(19) + "ab==";

  private static String text(String body) {
    return ResponseExcerpt.text(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void cutsSignaturesThatAReceiverRepeats() {
    assertThat(text("{\"signature\":\"sha256=" + HEX + "\"}"))
        .isEqualTo("{\"signature\":\"sha256=01234567…\"}");
    assertThat(text("webhook-signature: v1," + BASE64 + "\r\nhost: a"))
        .isEqualTo("webhook-signature: v1,AbCdEfGh…\r\nhost: a");
    assertThat(text("v1," + BASE64 + " v1a," + ED25519 + "."))
        .isEqualTo("v1,AbCdEfGh… v1a,AbCdEfGh….");
    assertThat(text("\"v1," + BASE64.replace("/", "\\/") + "\"")).isEqualTo("\"v1,AbCdEfGh…\"");
  }

  @Test
  void cutsASignatureThatTheEndOfTheExcerptCuts() {
    for (String signature : new String[] {HEX, BASE64, ED25519}) {
      String body = "sha256=".repeat(200);
      for (int kept = 17; kept < signature.length() - 1; kept++) {
        String cut = body.substring(0, ResponseExcerpt.MAX_SIZE - kept - 1) + "=" + signature;
        assertThat(text(cut.substring(0, ResponseExcerpt.MAX_SIZE)))
            .endsWith("=" + signature.substring(0, 8) + "…");
      }
    }
  }

  @Test
  void showsTheBeginningOfALongWord() {
    String body = "x".repeat(ResponseExcerpt.MAX_SIZE);

    assertThat(text(body)).isEqualTo(body);
  }

  @Test
  void hidesTokens() {
    assertThat(text("Authorization: Bearer eyJhbGciOi.J9_-x.abc")).endsWith("Bearer ***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown signature",
        "5b0f6f0e-1f3c-4a55-9b3c-0c8d5eb70001",
        "Bearer needed",
        "anInternalServerErrorHasOccurred",
        "x é 東"
      })
  void showsOtherText(String body) {
    assertThat(text(body)).isEqualTo(body);
  }
}
