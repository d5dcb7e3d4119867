package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private final TestClock clock = new TestClock();
  private final LogLimit limit = new LogLimit(clock);

  @Test
  void leavesOutRecordsOverTheLimit() {
    assertThat(passed(1000)).isEqualTo(LogLimit.MAX_RECORDS);
    clock.now = clock.now.plusSeconds(9);
    assertThat(passed(1)).isZero();
  }

  @Test
  void saysHowManyWereLeftOut() {
    passed(LogLimit.MAX_RECORDS + 3);
    clock.now = clock.now.plusSeconds(10);
    LogRecord next = new LogRecord(Level.WARNING, "text");
    LogRecord last = new LogRecord(Level.WARNING, "text");

    assertThat(limit.isLoggable(next)).isTrue();
    assertThat(limit.isLoggable(last)).isTrue();

    assertThat(next.getMessage())
        .isEqualTo("text (3 records of the broker before this one are left out)");
    assertThat(last.getMessage()).isEqualTo("text");
  }

  private long passed(int count) {
    long passed = 0;
    for (int i = 0; i < count; i++) {
      passed += limit.isLoggable(new LogRecord(Level.WARNING, "text")) ? 1 : 0;
    }
    return passed;
  }

  /** A clock that the test sets. */
  private static final class TestClock extends Clock {
    private Instant now = Instant.EPOCH.plus(Duration.ofDays(1));

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }
}
