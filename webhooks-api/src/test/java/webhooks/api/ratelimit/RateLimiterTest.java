package webhooks.api.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final Hand hand = new Hand();
  private final RateLimiter limit = new RateLimiter(60, hand);

  /** A clock that moves when it is told to. */
  private static final class Hand implements TimeMeter {
    private long nanos;

    void move(Duration by) {
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
  void minutesRequestsMayComeAtOnceAndTheNextHasToWait() {
    takeAll("a");

    assertThat(limit.take("a")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void oneClientsRequestsTakeNothingFromAnother() {
    takeAll("a");

    assertThat(limit.take("b")).isZero();
  }

  @Test
  void waitIsOverWhenItSaidSoAndRefusedRequestsDoNotLengthenIt() {
    takeAll("a");
    for (int i = 0; i < 10; i++) {
      assertThat(limit.take("a")).isPositive();
    }
    hand.move(Duration.ofSeconds(1));

    assertThat(limit.take("a")).isZero();
    assertThat(limit.take("a")).isPositive();
  }

  @Test
  void manyClientsThatMadeFewRequestsAreForgotten() {
    for (int i = 0; i < 10_000; i++) {
      limit.take("client-" + i);
    }
    hand.move(Duration.ofMinutes(1));
    limit.take("one more");

    assertThat(limit.clients()).isEqualTo(1);
  }

  @Test
  void clientThatUsedAllIsNotForgottenAmongMany() {
    for (int i = 0; i < 10_000; i++) {
      limit.take("client-" + i);
    }
    hand.move(Duration.ofMinutes(1));
    takeAll("a");

    limit.take("one more");
    assertThat(limit.take("a")).isPositive();
  }
}
