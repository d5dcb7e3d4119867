package webhooks.domain.event.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.webhook.proof.VerifyWebhook;

/** Which requests for a proof are refused, and their limit. */
class OwnershipVerifierTest extends VerifierFixture {
  @ParameterizedTest
  @CsvSource({",MissingRequiredProperty", "x,InvalidValue", "OPTIONS,InvalidValue"})
  void refusesOtherMethods(String method, String fault) {
    assertThatThrownBy(() -> verify(verifier(), method))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(one -> one.code().text() + " " + one.target().orElse(""))
                    .containsExactly(fault + " method"));
    assertThat(steps).isEmpty();
  }

  @Test
  void operationDoesNotExistUnlessTurnedOn() {
    OwnershipVerifier off = verifier("webhooks.public-url", "https://events.example");

    for (Runnable call :
        List.<Runnable>of(
            () -> verify(off, "challenge"), () -> off.get(CALLER, WEBHOOK.toString()))) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RESOURCE_NOT_FOUND));
    }
    assertThat(verifier().get(CALLER, WEBHOOK.toString()).verified()).isFalse();
  }

  /** Its nodes would activate webhooks without a proof, and would not heed a throttle. */
  @Test
  void nothingIsAskedWhileAnEarlierVersionRuns() {
    isOfAllNodes = false;

    assertThatThrownBy(() -> verify(verifier(), "challenge"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));

    assertThat(node.attempts).isEmpty();
  }

  /** The share of the caller lasts until the proof is stored, so that few wait for the database. */
  @Test
  void verificationsShareTheLimitOfTests() {
    OwnershipVerifier verifier = verifier();
    List<Runnable> waiting = new ArrayList<>();
    VerifyWebhook request = new VerifyWebhook(Optional.of("challenge"), List.of());
    for (int i = 0; i < 4; i++) {
      verifier.verify(CALLER, WEBHOOK.toString(), request, waiting::add);
    }
    node.attempts.get(0).complete(attempt(500, "", Map.of()));
    assertThatThrownBy(() -> verify(verifier, "challenge")).isInstanceOf(Refusal.class);

    waiting.get(0).run();
    verify(verifier, "challenge");

    assertThat(node.attempts).hasSize(5);
  }
}
