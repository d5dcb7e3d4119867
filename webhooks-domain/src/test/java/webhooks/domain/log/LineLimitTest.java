package webhooks.domain.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.domain.settings.MutableClock;

class LineLimitTest {
  private final MutableClock clock = new MutableClock();
  private final LineLimit limit = new LineLimit(clock);

  @Test
  void admitsTwentyLinesASecondAndCountsTheRest() {
    for (int i = 0; i < 20; i++) {
      assertThat(count()).hasValue(0L);
    }
    for (int i = 0; i < 980; i++) {
      assertThat(count()).isEmpty();
    }

    clock.advance(Duration.ofSeconds(1));

    assertThat(count()).hasValue(980L);
    assertThat(count()).hasValue(0L);
  }

  /** The next line can come days later, and must not read as if the others came then. */
  @Test
  void saysWhenLinesWereLeftOut() {
    clock.advance(Duration.ofMillis(1_500));
    for (int i = 0; i < 25; i++) {
      limit.admit();
    }

    clock.advance(Duration.ofDays(3));

    assertThat(limit.admit().orElseThrow().line("refused calls"))
        .hasValue("5 more refused calls at 2026-10-02T14:55:01Z have no line");
    assertThat(limit.admit().orElseThrow().line("refused calls")).isEmpty();
  }

  @Test
  void subjectHasALineInAMinute() {
    assertThat(limit.admit("webhook")).isPresent();
    clock.advance(Duration.ofMillis(59_999));
    assertThat(limit.admit("webhook")).isEmpty();
    assertThat(limit.admit("another webhook").orElseThrow().count()).isZero();

    clock.advance(Duration.ofMillis(1));

    assertThat(limit.admit("webhook").orElseThrow().count()).as("left out").isZero();
    clock.advance(Duration.ofHours(-1));
    assertThat(limit.admit("webhook")).isPresent();
  }

  @Test
  void boundsTheSubjectsOfAMinute() {
    for (int i = 0; i < LineLimit.MAX_SUBJECTS; i++) {
      assertThat(limit.admit(i)).isPresent();
      clock.advance(Duration.ofMillis(59));
    }
    assertThat(limit.admit("beyond")).isEmpty();

    clock.advance(Duration.ofSeconds(1).plusMillis(1));

    assertThat(limit.admit("beyond")).isPresent();
  }

  private Optional<Long> count() {
    return limit.admit().map(LineLimit.LeftOut::count);
  }
}
