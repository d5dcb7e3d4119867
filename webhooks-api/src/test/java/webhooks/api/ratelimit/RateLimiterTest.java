package webhooks.api.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final ManualTime time = new ManualTime();
  private final RateLimiter limit = new RateLimiter(60, time);

  /** A clock that a test sets. */
  private static final class ManualTime implements TimeMeter {
    private long nanos;

    void advance(Duration by) {
      nanos += by.toNanos();
    }

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  private void takeAll(String client) {
    for (int i = 0; i < 60; i++) {
      assertThat(limit.take(client)).isZero();
    }
  }

  @Test
  void allowsRequestsOfOneMinuteAtOnce() {
    takeAll("a");

    assertThat(limit.take("a")).isEqualTo(Duration.ofSeconds(1));
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
      assertThat(limit.take("a")).isPositive();
    }
    time.advance(Duration.ofSeconds(1));

    assertThat(limit.take("a")).isZero();
    assertThat(limit.take("a")).isPositive();
  }

  @Test
  void forgetsClientsWithFewRequests() {
    for (int i = 0; i < 10_000; i++) {
      limit.take("client-" + i);
    }
    time.advance(Duration.ofMinutes(1));
    limit.take("one more");

    assertThat(limit.clients()).isEqualTo(1);
  }

  @Test
  void remembersClientAtItsLimit() {
    takeAll("a");
    for (int i = 1; i < 10_000; i++) {
      limit.take("client-" + i);
    }
    time.advance(Duration.ofSeconds(1));

    limit.take("one more");
    assertThat(limit.clients()).isEqualTo(2);
    assertThat(limit.take("a")).isZero();
    assertThat(limit.take("a")).isPositive();
  }
}
