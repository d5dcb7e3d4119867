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
  /** How many attempts were made before the retry schedule restarted. */
  private static final int OFFSET = 7;

  private static final RetrySchedule TWO_RETRIES =
      new RetrySchedule(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)), () -> 0.5);

  @Test
  void succeedsWithTheAttempt() {
    Outcome outcome = judged(1, attempt(Optional.empty()));

    assertThat(outcome.status()).isEqualTo(DeliveryStatus.SUCCEEDED);
    assertThat(outcome.retryIn()).isZero();
  }

  @Test
  void succeedsWithTheLastAttempt() {
    Outcome outcome = judged(3, attempt(Optional.empty()));

    assertThat(outcome.status()).isEqualTo(DeliveryStatus.SUCCEEDED);
  }

  @ParameterizedTest
  @EnumSource(AttemptError.class)
  void retriesAfterAnyErrorWithinTheSchedule(AttemptError error) {
    Outcome outcome = judged(2, attempt(Optional.of(error)));

    assertThat(outcome.status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(outcome.retryIn()).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @EnumSource(AttemptError.class)
  void isExhaustedWhenTheLastAttemptFails(AttemptError error) {
    Outcome outcome = judged(3, attempt(Optional.of(error)));

    assertThat(outcome.status()).isEqualTo(DeliveryStatus.EXHAUSTED);
    assertThat(outcome.retryIn()).isZero();
  }

  @Test
  void finalStatusIsNotRetried() {
    RetrySchedule schedule =
        new RetrySchedule(TWO_RETRIES.waits(), List.of(503), TWO_RETRIES.random());

    Outcome ended = Outcome.of(delivery(1), busy(Duration.ofMinutes(2)), 7, schedule);

    assertThat(ended.status()).isEqualTo(DeliveryStatus.EXHAUSTED);
    assertThat(ended.isPausing()).as("the webhook rests all the same").isTrue();
    assertThat(
            Outcome.of(delivery(1), attempt(Optional.of(AttemptError.DNS)), 7, schedule).status())
        .isEqualTo(DeliveryStatus.PENDING);
  }

  /** Otherwise a node that was busy could end a delivery of a webhook without retries. */
  @Test
  void excusedAttemptIsRepeatedWithoutRetries() {
    RetrySchedule none = new RetrySchedule(List.of(), () -> 0.5);

    assertThat(Outcome.of(delivery(1), timedOut(AttemptCause.NODE_BUSY), 7, none).status())
        .isEqualTo(DeliveryStatus.PENDING);
    assertThat(Outcome.of(delivery(1), timedOut(AttemptCause.NO_RESPONSE), 7, none).status())
        .isEqualTo(DeliveryStatus.EXHAUSTED);
  }

  @Test
  void waitsForTheLaterOfScheduleAndRetryAfter() {
    assertThat(judged(1, busy(Duration.ofMinutes(2))).retryIn()).hasMinutes(2);
    assertThat(judged(1, busy(Duration.ofSeconds(2))).retryIn()).hasSeconds(5);
    assertThat(judged(1, busy(Duration.ZERO)).retryIn()).hasSeconds(5);
    assertThat(judged(3, busy(Duration.ofMinutes(2))).status()).isEqualTo(DeliveryStatus.EXHAUSTED);
  }

  /** The next attempt would fail for the same cause. */
  @ParameterizedTest
  @EnumSource(
      value = AttemptCause.class,
      names = {"MISSING_VALUE", "LARGE_BODY"})
  void isExhaustedByAFinalFailure(AttemptCause cause) {
    Outcome outcome = judged(1, TestAttempts.failed(AttemptError.PROTOCOL, Optional.of(cause)));

    assertThat(outcome.status()).isEqualTo(DeliveryStatus.EXHAUSTED);
    assertThat(outcome.retryIn()).isZero();
  }

  @Test
  void retriesOtherFailuresOfTheProtocol() {
    Outcome outcome =
        judged(1, TestAttempts.failed(AttemptError.PROTOCOL, Optional.of(AttemptCause.NO_HTTP)));

    assertThat(outcome.status()).isEqualTo(DeliveryStatus.PENDING);
  }

  @Test
  void excusesTimeOutOfBusyNode() {
    Outcome outcome = judged(3, timedOut(AttemptCause.NODE_BUSY));

    assertThat(outcome.isExcused()).isTrue();
    assertThat(outcome.status()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(outcome.retryIn()).isZero();
  }

  @Test
  void excusesTokenThatBusyNodeDidNotGet() {
    assertThat(judged(3, withoutToken(AttemptCause.NODE_BUSY)).isExcused()).isTrue();
    assertThat(judged(3, withoutToken(AttemptCause.REFUSED_BY_ISSUER)).isExcused()).isFalse();
  }

  private static Attempt withoutToken(AttemptCause cause) {
    return TestAttempts.failed(AttemptError.AUTHENTICATION, Optional.of(cause));
  }

  @Test
  void doesNotExcuseSilentReceiver() {
    Outcome outcome = judged(3, timedOut(AttemptCause.NO_RESPONSE));

    assertThat(outcome.isExcused()).isFalse();
    assertThat(outcome.status()).isEqualTo(DeliveryStatus.EXHAUSTED);
  }

  @Test
  void excusesBoundedNumberOfAttempts() {
    int last = DeliveryRules.MAX_EXCUSED - OFFSET;

    assertThat(judged(last, timedOut(AttemptCause.NODE_BUSY)).isExcused()).isTrue();
    assertThat(judged(last + 1, timedOut(AttemptCause.NODE_BUSY)).isExcused()).isFalse();
    assertThat(judged(last + 1, timedOut(AttemptCause.NODE_BUSY)).status())
        .isEqualTo(DeliveryStatus.EXHAUSTED);
  }

  @Test
  void treatsOnlyStatus410AsGone() {
    for (int status : new int[] {200, 404, 409, 411, 500}) {
      assertThat(gone(status)).as("status %d", status).isFalse();
    }
    assertThat(gone(410)).isTrue();
    assertThat(judged(1, attempt(Optional.of(AttemptError.DNS))).receiverIsGone()).isFalse();
  }

  private static boolean gone(int status) {
    Optional<AttemptError> error =
        status == 200 ? Optional.empty() : Optional.of(AttemptError.STATUS);
    return judged(1, answered(OptionalInt.of(status), error, Optional.empty())).receiverIsGone();
  }

  @Test
  void sendsTheSameBodyOnEveryAttempt() {
    LeasedDelivery first = delivery(1);

    assertThat(first.body()).isEqualTo(delivery(2).body()).isEqualTo(first.body());
    assertThat(new String(first.body(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("{\"webhookId\":\"00000000-0000-0001-0000-000000000002\"}");
  }

  @Test
  void hidesPayloadInItsText() {
    assertThat(delivery(1).toString()).doesNotContain("webhookId");
  }

  private static Outcome judged(int number, Attempt attempt) {
    return Outcome.of(delivery(number), attempt, 7, TWO_RETRIES);
  }

  private static Attempt busy(Duration retryAfter) {
    return answered(OptionalInt.of(503), Optional.of(AttemptError.STATUS), Optional.of(retryAfter));
  }

  private static LeasedDelivery delivery(int number) {
    byte[] body = "{\"webhookId\":\"".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return new LeasedDelivery(
        UUID.randomUUID(),
        new UUID(1, 2),
        1,
        number + OFFSET,
        number,
        EventBody.of(UUID.randomUUID(), body),
        Lease.starting(Duration.ofSeconds(15)));
  }

  private static Attempt attempt(Optional<AttemptError> error) {
    return answered(OptionalInt.empty(), error, Optional.empty());
  }

  private static Attempt timedOut(AttemptCause cause) {
    return attempt(
        OptionalInt.empty(),
        Optional.of(AttemptError.TIMEOUT),
        Optional.of(cause),
        Optional.empty());
  }

  private static Attempt answered(
      OptionalInt status, Optional<AttemptError> error, Optional<Duration> retryAfter) {
    return attempt(status, error, Optional.empty(), retryAfter);
  }

  private static Attempt attempt(
      OptionalInt status,
      Optional<AttemptError> error,
      Optional<AttemptCause> cause,
      Optional<Duration> retryAfter) {
    return new Attempt(
        Instant.EPOCH,
        Duration.ZERO,
        status,
        error,
        cause,
        new byte[0],
        retryAfter,
        AttemptHeaders.NONE,
        Optional.empty());
  }
}
