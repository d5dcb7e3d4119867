package webhooks.api.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private static final long START = -5_500_000_000L;

  private long nanos = START;
  private final RateLimiter limit = new RateLimiter(60, () -> nanos);

  private void advance(Duration by) {
    nanos += by.toNanos();
  }

  private void takeAll(String client) {
    for (int i = 0; i < 60; i++) {
      assertThat(limit.take(client)).isZero();
    }
  }

  @Test
  void allowsRequestsOfOneMinuteAtOnce() {
    takeAll("a");

    // The requests came in the middle of a second, which counts as a whole.
    assertThat(limit.take("a")).isEqualTo(Duration.ofMillis(60_500));
  }

  /** A bucket that is refilled all the time would allow twice as many. */
  @Test
  void allowsNoMoreInAnyMinute() {
    int accepted = 0;
    for (int i = 0; i < 600; i++) {
      accepted += limit.take("a").isZero() ? 1 : 0;
      advance(Duration.ofMillis(100));
    }

    assertThat(accepted).isEqualTo(60);
    advance(Duration.ofSeconds(1));
    assertThat(limit.take("a")).isZero();
  }

  @Test
  void waitsForTheOldestRequest() {
    limit.take("a");
    advance(Duration.ofSeconds(40));
    for (int i = 1; i < 60; i++) {
      limit.take("a");
    }

    Duration wait = limit.take("a");
    assertThat(wait).isEqualTo(Duration.ofMillis(20_500));
    advance(wait);
    assertThat(limit.take("a")).isZero();
    assertThat(limit.take("a")).isPositive();
  }

  @Test
  void limitsEachClientAlone() {
    takeAll("a");

    assertThat(limit.take("b")).isZero();
  }

  @Test
  void refusedRequestsDoNotProlongWait() {
    takeAll("a");
    for (int i = 0; i < 10; i++) {
      advance(Duration.ofSeconds(1));
      assertThat(limit.take("a")).isPositive();
    }
    advance(limit.take("a"));

    takeAll("a");
  }

  @Test
  void forgetsIdleClients() {
    for (int i = 0; i < 10_000; i++) {
      limit.take("client-" + i);
    }
    advance(Duration.ofSeconds(61));
    limit.take("one more");

    assertThat(limit.clients()).isEqualTo(1);
  }

  @Test
  void remembersClientAtItsLimit() {
    for (int i = 1; i < 9_999; i++) {
      limit.take("client-" + i);
    }
    advance(Duration.ofSeconds(40));
    takeAll("a");
    advance(Duration.ofSeconds(21));

    limit.take("one more");
    limit.take("another");
    assertThat(limit.clients()).isEqualTo(3);
    assertThat(limit.take("a")).isPositive();
  }
}
