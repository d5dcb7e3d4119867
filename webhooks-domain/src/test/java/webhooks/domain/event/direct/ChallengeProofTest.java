package webhooks.domain.event.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.address.Origin;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.WebhookOptions;

/** Which answers to a challenge are proofs of ownership (OPTIONS, section 7). */
class ChallengeProofTest extends VerifierFixture {
  private static final Pattern NONCE = Pattern.compile("\"challenge\":\"([0-9a-f]{64})\"");

  private String nonce() {
    Matcher nonce = NONCE.matcher(sentBody());
    assertThat(nonce.find()).isTrue();
    return nonce.group(1);
  }

  private ProofOutcome challenge(int status, String body) {
    CompletableFuture<ProofOutcome> outcome = verify(verifier(), "challenge");
    node.attempts.get(0).complete(attempt(status, body.replace("N", nonce()), Map.of()));
    return outcome.join();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"challenge\":\"N\"}", " {\"a\":[1], \"challenge\" : \"N\"}\n"})
  void repeatedNonceIsAProof(String body) {
    ProofOutcome outcome = challenge(200, body);

    assertThat(outcome.verified()).isTrue();
    assertThat(outcome.at()).isEqualTo(STORED);
    assertThat(outcome.statusCode()).hasValue(200);
    assertThat(sentBody()).contains("\"eventType\":\"webhooks.verification.v1\"");
    assertThat(steps).containsExactly("verification.requested: challenge", "stored CHALLENGE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "N",
        "\"N\"",
        "[\"N\"]",
        "{\"challenge\":\"\"}",
        "{\"challenge\":null}",
        "{\"challenge\":[\"N\"]}",
        "{\"challenge\":\"N0\"}",
        "{\"challenge\":\"x\",\"challenge\":\"N\"}",
        "{\"Challenge\":\"N\"}",
        "{\"challenge\":\"N\"} {}",
        "{\"challenge\":\"N\"",
        "{\"challenge\":\"0000000000000000000000000000000000000000000000000000000000000000\"}"
      })
  void otherAnswersAreNoProof(String body) {
    assertFailed(challenge(200, body), "verification", "no challenge");

    assertThat(steps).containsExactly("verification.requested: challenge");
  }

  @Test
  void nonceWithAnErrorStatusIsNoProof() {
    ProofOutcome outcome = challenge(500, "{\"challenge\":\"N\"}");

    assertFailed(outcome, "status", null);
    assertThat(outcome.statusCode()).hasValue(500);
  }

  @Test
  void eachChallengeHasItsNonce() {
    verify(verifier(), "challenge");
    String first = nonce();
    verify(verifier(), "challenge");

    assertThat(nonce()).isNotEqualTo(first);
  }

  /** A template may leave the nonce out. In binary mode the body is the answer already. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'mode':'template','template':{}}",
        "{'mode':'cloudevents-binary'}",
        "{'mode':'cloudevents-structured'}"
      })
  void challengeHasNoOtherFormat(String format) {
    options =
        new ChangeOptions(
                OptionJson.members("{'format':" + format + ",'description':'d'}"), true, List.of())
            .applyTo(WebhookOptions.NONE, Origin.NONE);

    verify(verifier(), "challenge");

    assertThat(node.testedWebhooks.get(0).options().changes(options)).containsExactly("format");
  }

  @Test
  void proofOfAFormerUrlIsNotStored() {
    urlChanges = true;

    assertFailed(challenge(200, "{\"challenge\":\"N\"}"), "verification", "URL changed");
  }
}
