package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeTest {
  private static final RetrySchedule TWO_RETRIES =
      new RetrySchedule(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)), () -> 0.5);

  @Test
  void succeedsWithTheAttempt() {
    Outcome outcome = Outcome.of(delivery(1), attempt(Optional.empty()), TWO_RETRIES);

    assertThat(outcome.status()).isEqualTo(DeliveryStatus.SUCCEEDED);
    assertThat(outcome.retryIn()).isZero();
  }

  @Test
  void succeedsWithTheLastAttemptToo() {
    Outcome outcome = Outcome.of(delivery(3), attempt(Optional.empty()), TWO_RETRIES);

    assertThat(outcome.status()).isEqualTo(DeliveryStatus.SUCCEEDED);
  }

  @ParameterizedTest
  @EnumSource(AttemptError.class)
  void isTriedAgainAfterAnyErrorWhileTheScheduleLasts(AttemptError error) {
    Outcome outcome = Outcome.of(delivery(2), attempt(Optional.of(error)), TWO_RETRIES);

    assertThat(outcome.status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(outcome.retryIn()).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @EnumSource(AttemptError.class)
  void isExhaustedWhenTheLastAttemptFails(AttemptError error) {
    Outcome outcome = Outcome.of(delivery(3), attempt(Optional.of(error)), TWO_RETRIES);

    assertThat(outcome.status()).isEqualTo(DeliveryStatus.EXHAUSTED);
    assertThat(outcome.retryIn()).isZero();
  }

  @Test
  void sendsTheSameBodyOnEveryAttempt() {
    LeasedDelivery first = delivery(1);

    assertThat(first.body()).isEqualTo(delivery(2).body()).isEqualTo(first.body());
    assertThat(new String(first.body(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("{\"webhookId\":\"00000000-0000-0001-0000-000000000002\"}");
  }

  @Test
  void showsNoPayloadInItsText() {
    assertThat(delivery(1).toString()).doesNotContain("webhookId");
  }

  private static LeasedDelivery delivery(int number) {
    byte[] body = "{\"webhookId\":\"".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new LeasedDelivery(
        UUID.randomUUID(),
        new UUID(1, 2),
        UUID.randomUUID(),
        number + 7,
        number,
        body,
        Lease.starting(Duration.ofSeconds(15)));
  }

  private static Attempt attempt(Optional<AttemptError> error) {
    return new Attempt(Instant.EPOCH, Duration.ZERO, OptionalInt.empty(), error, new byte[0]);
  }
}
