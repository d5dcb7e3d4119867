package webhooks.domain.event.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/** Which answers to OPTIONS are a consent (CloudEvents, HTTP webhooks, section 4). */
class ConsentProofTest extends VerifierFixture {
  private ProofOutcome ask(int status, Map<String, String> headers) {
    CompletableFuture<ProofOutcome> outcome = verify(verifier(), "options");
    node.attempts.get(0).complete(attempt(status, "", headers));
    return outcome.join();
  }

  @ParameterizedTest
  @CsvSource({"200,events.example", "200,*", "200,Events.EXAMPLE", "405,events.example"})
  void consentIsAProofWhateverTheStatus(int status, String origin) {
    ProofOutcome outcome = ask(status, Map.of("WebHook-Allowed-Origin", origin));

    assertThat(outcome.verified()).isTrue();
    assertThat(node.senders).containsExactly("events.example");
    assertThat(steps)
        .containsExactly("verification.requested: options", "stored OPTIONS events.example -");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"other.example", "events.example.", "x.events.example", "**", "*, *", "https://*"})
  void otherOriginIsNoConsent(String origin) {
    assertFailed(
        ask(200, Map.of("WebHook-Allowed-Origin", origin, "WebHook-Allowed-Rate", "*")),
        "verification",
        "no consent");
  }

  @Test
  void statusAloneIsNoConsent() {
    assertFailed(ask(200, Map.of("Allow", "POST")), "verification", "no consent");
  }

  @ParameterizedTest
  @CsvSource({"120,2.000", "100,1.666", "*,-", "1,0.016", "0000000001,0.016"})
  void rateIsRequestsPerMinute(String rate, String perSecond) {
    ask(204, Map.of("WebHook-Allowed-Origin", "*", "WebHook-Allowed-Rate", rate));

    assertThat(steps).contains("stored OPTIONS events.example " + perSecond);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "1e3", "many", "00000000000", "99999999999999999999"})
  void invalidRateIsNoConsent(String rate) {
    assertFailed(
        ask(200, Map.of("WebHook-Allowed-Origin", "*", "WebHook-Allowed-Rate", rate)),
        "verification",
        "invalid rate");
  }

  @Test
  void attemptWithoutResponseIsNoProof() {
    CompletableFuture<ProofOutcome> outcome = verify(verifier(), "options");
    node.attempts
        .get(0)
        .complete(
            new Attempt(
                Instant.EPOCH,
                Duration.ZERO,
                OptionalInt.empty(),
                Optional.of(AttemptError.CONNECT),
                Optional.of(AttemptCause.REFUSED),
                new byte[0],
                Optional.empty(),
                AttemptHeaders.NONE,
                Optional.empty()));

    assertFailed(outcome.join(), "connect", "refused");
  }

  @Test
  void consentNeedsAPublicUrl() {
    assertThatThrownBy(() -> verify(verifier("webhooks.verification", "optional"), "options"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
    verify(verifier("webhooks.verification", "required"), "challenge");

    assertThat(node.attempts).hasSize(1);
  }
}
