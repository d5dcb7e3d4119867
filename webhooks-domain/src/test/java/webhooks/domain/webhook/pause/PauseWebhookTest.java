package webhooks.domain.webhook.pause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;

class PauseWebhookTest {
  private static final Instant NOW = Instant.parse("2026-10-02T14:55:00.463Z");

  private static Instant end(String until) {
    return new PauseWebhook(Optional.of(until), List.of()).end(NOW);
  }

  @Test
  void lastsAWeekByDefault() {
    assertThat(new PauseWebhook(Optional.empty(), List.of()).end(NOW))
        .isEqualTo(NOW.plus(Duration.ofDays(7)));
  }

  @Test
  void lastsAsLongAsTheRequestSays() {
    assertThat(end("2026-10-16T14:55:00.463Z")).isEqualTo(NOW.plus(Duration.ofDays(14)));
    assertThat(end("2026-10-02T16:55:00.464+0200")).isEqualTo(NOW.plusMillis(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-10-16T14:55:00.464Z",
        "2026-10-02T14:55:00.463Z",
        "1970-01-01T00:00:00Z",
        "2026-10-03",
        "P1D",
        ""
      })
  void refusesOtherEnds(String until) {
    assertThatThrownBy(() -> end(until))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(refusal.details())
                  .extracting(Fault::code, Fault::target)
                  .containsExactly(
                      org.assertj.core.groups.Tuple.tuple(
                          FaultCode.INVALID_VALUE, Optional.of("until")));
            });
  }

  @Test
  void namesAllFaults() {
    Fault unknown = Fault.of(FaultCode.INVALID_PROPERTY, "color", "unknown");

    assertThatThrownBy(() -> new PauseWebhook(Optional.of("now"), List.of(unknown)).end(NOW))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .extracting(fault -> fault.target().orElseThrow())
                    .containsExactly("color", "until"));
  }
}
