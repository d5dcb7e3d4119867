package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.options;

import java.time.Duration;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.option.attempt.Retry;

class RetryScheduleTest {
  private static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofHours(24));

  @Test
  void ownerReplacesWhatTheOptionNames() {
    RetrySchedule operator = new RetrySchedule(WAITS, () -> 0.5);
    Retry waits = options("{'retry': {'schedule': ['PT10S']}}").retry().orElseThrow();
    Retry statuses = options("{'retry': {'finalStatuses': [400]}}").retry().orElseThrow();

    assertThat(operator.with(Optional.empty())).isSameAs(operator);
    assertThat(operator.with(Optional.of(waits)).delayAfter(1)).contains(Duration.ofSeconds(10));
    assertThat(operator.with(Optional.of(waits)).delayAfter(2)).isEmpty();
    assertThat(operator.with(Optional.of(waits)).isFinal(OptionalInt.of(400))).isFalse();
    assertThat(operator.with(Optional.of(statuses)).waits()).isEqualTo(WAITS);
    assertThat(operator.with(Optional.of(statuses)).isFinal(OptionalInt.of(400))).isTrue();
    assertThat(operator.with(Optional.of(statuses)).isFinal(OptionalInt.of(401))).isFalse();
    assertThat(operator.with(Optional.of(statuses)).isFinal(OptionalInt.empty())).isFalse();
  }

  /** Otherwise the retries of many deliveries would come at the same time. */
  @Test
  void ownersWaitsAreSpreadToo() {
    Retry waits = options("{'retry': {'schedule': ['PT10S']}}").retry().orElseThrow();

    assertThat(new RetrySchedule(WAITS, () -> 0.0).with(Optional.of(waits)).delayAfter(1))
        .contains(Duration.ofSeconds(8));
  }

  @Test
  void waitsAsScheduledAfterEachAttempt() {
    RetrySchedule schedule = new RetrySchedule(WAITS, () -> 0.5);

    assertThat(schedule.delayAfter(1)).contains(Duration.ofSeconds(5));
    assertThat(schedule.delayAfter(2)).contains(Duration.ofMinutes(5));
    assertThat(schedule.delayAfter(3)).contains(Duration.ofHours(24));
  }

  @Test
  void allowsOneAttemptMoreThanWaits() {
    assertThat(new RetrySchedule(WAITS, () -> 0.5).delayAfter(4)).isEmpty();
    assertThat(new RetrySchedule(WAITS, () -> 0.5).delayAfter(1000)).isEmpty();
    assertThat(new RetrySchedule(List.of(), () -> 0.5).delayAfter(1)).isEmpty();
  }

  @Test
  void addsAtMostAFifthOfJitter() {
    assertThat(new RetrySchedule(WAITS, () -> 0.0).delayAfter(1)).contains(Duration.ofSeconds(4));
    assertThat(new RetrySchedule(WAITS, () -> 1.0).delayAfter(1)).contains(Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void spreadsJitterOverTheWholeRange(long seed) {
    RetrySchedule schedule = new RetrySchedule(WAITS, new Random(seed)::nextDouble);
    DoubleSummaryStatistics found = new DoubleSummaryStatistics();
    for (int i = 0; i < 10_000; i++) {
      found.accept(schedule.delayAfter(2).orElseThrow().toMillis());
    }

    assertThat(found.getMin()).isBetween(240_000.0, 241_000.0);
    assertThat(found.getMax()).isBetween(359_000.0, 360_000.0);
    assertThat(found.getAverage()).isBetween(298_000.0, 302_000.0);
  }
}
