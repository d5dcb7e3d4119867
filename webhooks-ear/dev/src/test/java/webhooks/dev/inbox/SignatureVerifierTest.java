package webhooks.dev.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureVerifierTest {
  private static final SignatureVerifier VERIFIER =
      new SignatureVerifier("It's a Secret to Everybody");
  private static final String PLAIN =
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
  // printf 'id.1614265330.Hello, World!' | openssl dgst -sha256 -hmac … -binary | base64
  private static final String STANDARD = "v1,LmO4DRaJYv/oEsg5uUCCeAWD4QcdsOOy/0MAFy3QBgs=";

  @Test
  void acceptsAValidSignature() {
    assertThat(VERIFIER.isSignatureValid(request("signature", PLAIN, "Hello, World!"))).isTrue();
  }

  @Test
  void refusesASignatureOfAnotherBody() {
    assertThat(VERIFIER.isSignatureValid(request("signature", PLAIN, "Hello, World?"))).isFalse();
  }

  @Test
  void acceptsOneOfSeveralWebhookSignatures() {
    assertThat(
            VERIFIER.isWebhookSignatureValid(
                request("webhook-signature", "v1,old " + STANDARD, "Hello, World!")))
        .isTrue();
  }

  @Test
  void refusesAWebhookSignatureOfAnotherBody() {
    assertThat(
            VERIFIER.isWebhookSignatureValid(
                request("webhook-signature", STANDARD, "Hello, World?")))
        .isFalse();
  }

  /** The inbox does not know the public key. */
  @Test
  void saysNothingAboutAnAsymmetricSignatureAlone() {
    ReceivedRequest alone = request("webhook-signature", "v1a,AbCd", "Hello, World!");
    ReceivedRequest both = request("webhook-signature", STANDARD + " v1a,AbCd", "Hello, World!");

    assertThat(VERIFIER.isAsymmetric(alone)).isTrue();
    assertThat(VERIFIER.isAsymmetric(both)).isFalse();
    assertThat(VERIFIER.isWebhookSignatureValid(both)).isTrue();
  }

  @Test
  void refusesARequestWithoutSignatures() {
    ReceivedRequest bare = request("x", "y", "Hello, World!");

    assertThat(VERIFIER.isSignatureValid(bare)).isFalse();
    assertThat(VERIFIER.isWebhookSignatureValid(bare)).isFalse();
  }

  private static ReceivedRequest request(String header, String value, String body) {
    return new ReceivedRequest(
        Instant.EPOCH,
        Map.of(
            header,
            List.of(value),
            "webhook-id",
            List.of("id"),
            "webhook-timestamp",
            List.of("1614265330")),
        body.getBytes(StandardCharsets.UTF_8));
  }
}
