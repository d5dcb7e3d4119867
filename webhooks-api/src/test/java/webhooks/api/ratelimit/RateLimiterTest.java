package webhooks.api.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.domain.limit.LimitKey;

class RateLimiterTest {
  private static final long START = -5_500_000_000L;

  private long nanos = START;
  private final RateLimiter limit = new RateLimiter(60, () -> nanos);

  private Duration take(String client) {
    return limit.take(LimitKey.ofApplication(client, Optional.empty()));
  }

  private void advance(Duration by) {
    nanos += by.toNanos();
  }

  private void takeAll(String client) {
    for (int i = 0; i < 60; i++) {
      assertThat(take(client)).isZero();
    }
  }

  @Test
  void allowsRequestsOfOneMinuteAtOnce() {
    takeAll("a");

    // The requests came in the middle of a second, which counts as a whole.
    assertThat(take("a")).isEqualTo(Duration.ofMillis(60_500));
  }

  /** A bucket that is refilled all the time would allow twice as many. */
  @Test
  void allowsNoMoreInAnyMinute() {
    int accepted = 0;
    for (int i = 0; i < 600; i++) {
      accepted += take("a").isZero() ? 1 : 0;
      advance(Duration.ofMillis(100));
    }

    assertThat(accepted).isEqualTo(60);
    advance(Duration.ofSeconds(1));
    assertThat(take("a")).isZero();
  }

  @Test
  void waitsForTheOldestRequest() {
    take("a");
    advance(Duration.ofSeconds(40));
    for (int i = 1; i < 60; i++) {
      take("a");
    }

    Duration wait = take("a");
    assertThat(wait).isEqualTo(Duration.ofMillis(20_500));
    advance(wait);
    assertThat(take("a")).isZero();
    assertThat(take("a")).isPositive();
  }

  @Test
  void limitsEachClientAlone() {
    takeAll("a");

    assertThat(take("b")).isZero();
  }

  @Test
  void refusedRequestsDoNotProlongWait() {
    takeAll("a");
    for (int i = 0; i < 10; i++) {
      advance(Duration.ofSeconds(1));
      assertThat(take("a")).isPositive();
    }
    advance(take("a"));

    takeAll("a");
  }

  @Test
  void forgetsIdleClients() {
    for (int i = 0; i < 10_000; i++) {
      take("client-" + i);
    }
    advance(Duration.ofSeconds(61));
    take("one more");

    assertThat(limit.callers()).isEqualTo(1);
  }

  @Test
  void remembersClientAtItsLimit() {
    for (int i = 1; i < 9_999; i++) {
      take("client-" + i);
    }
    advance(Duration.ofSeconds(40));
    takeAll("a");
    advance(Duration.ofSeconds(21));

    take("one more");
    take("another");
    assertThat(limit.callers()).isEqualTo(3);
    assertThat(take("a")).isPositive();
  }
}
