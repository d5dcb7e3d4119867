package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.option.header.RequestHeader;

/** What an attempt keeps of texts with secrets of options. */
class SecretMaskTest {
  private static final SecretMask MASK =
      SecretMask.of(
          List.of(
              new RequestHeader("X-Open", "open-value", List.of()),
              new RequestHeader("X-Key", "canary", List.of("canary")),
              new RequestHeader("X-Long", "canary-long", List.of("canary-long")),
              new RequestHeader("X-Pin", "123", List.of("123")),
              new RequestHeader("Authorization", "Basic abcd", List.of("abcd", "pässword"))));

  private static String body(String text, boolean wasCut) {
    return new String(
        MASK.body(text.getBytes(StandardCharsets.UTF_8), wasCut), StandardCharsets.UTF_8);
  }

  @Test
  void hidesValuesOfSecretHeaders() {
    assertThat(MASK.header("x-KEY", "canary")).isEqualTo("***");
    assertThat(MASK.header("X-Pin", "123")).isEqualTo("***");
    assertThat(MASK.header("X-Open", "open-value")).isEqualTo("open-value");
  }

  @Test
  void hidesSecretsInOtherHeaders() {
    assertThat(MASK.header("X-Echo", "a canary, abcd")).isEqualTo("a ***, ***");
  }

  @ParameterizedTest
  @CsvSource({
    "a canary!, a ***!",
    "canary-longer, ***er",
    "pässword: pässword, ***: ***",
    "pin 123, pin 123",
    "no can, no can"
  })
  void hidesSecretsInBody(String body, String shown) {
    assertThat(body(body, false)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"a canar, a ***", "a canary-lo, a ***", "a pä, a ***", "nothing, nothing"})
  void hidesBeginningOfSecretAtTheCut(String body, String shown) {
    assertThat(body(body, true)).isEqualTo(shown);
  }

  @Test
  void keepsBytesThatAreNoText() {
    byte[] body = {(byte) 0xff, 0, 'c', 'a', 'n', 'a', 'r', 'y', (byte) 0xc3};

    assertThat(MASK.body(body, false))
        .isEqualTo(new byte[] {(byte) 0xff, 0, '*', '*', '*', (byte) 0xc3});
    assertThat(SecretMask.NONE.body(body, true)).isSameAs(body);
  }

  /** One secret ends as another begins. */
  @Test
  void hidesTheLongestBeginningAtTheCut() {
    SecretMask mask =
        SecretMask.of(
            List.of(
                new RequestHeader("A", "gXXXXXXXXXXX", List.of("gXXXXXXXXXXX")),
                new RequestHeader("B", "abcdefgh", List.of("abcdefgh"))));

    assertThat(new String(mask.body("an abcdefg".getBytes(StandardCharsets.UTF_8), true)))
        .isEqualTo("an ***");
  }

  /** A client reads the bytes of a header as Latin-1. */
  @Test
  void hidesSecretsOfOtherAlphabetsInHeaders() {
    String arrived =
        new String("pässword".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    assertThat(MASK.header("X-Echo", arrived)).isEqualTo("***");
  }

  /** Without the secrets the body is shorter, and no longer known to be cut. */
  @Test
  void cutsSignatureAtTheCut() {
    String body = "canary Signature: sha256=" + "a1".repeat(20);

    assertThat(body(body, true)).isEqualTo("*** Signature: sha256=a1a1a1a1...");
  }
}
