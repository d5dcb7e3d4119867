package webhooks.domain.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import webhooks.domain.settings.MutableClock;

class LineLimitTest {
  private final MutableClock clock = new MutableClock();
  private final LineLimit limit = new LineLimit(clock);

  @Test
  void admitsTwentyLinesASecondAndCountsTheRest() {
    for (int i = 0; i < 20; i++) {
      assertThat(limit.admit()).hasValue(0);
    }
    for (int i = 0; i < 980; i++) {
      assertThat(limit.admit()).isEmpty();
    }

    clock.advance(Duration.ofSeconds(1));

    assertThat(limit.admit()).hasValue(980);
    assertThat(limit.admit()).hasValue(0);
  }
}
