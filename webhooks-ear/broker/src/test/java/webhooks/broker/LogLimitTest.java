package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private long now = Long.MAX_VALUE - 1;
  private final LogLimit limit = new LogLimit(() -> now);

  @Test
  void leavesOutRecordsOverTheLimit() {
    assertThat(passed(1000)).isEqualTo(LogLimit.MAX_RECORDS);
    now += Duration.ofSeconds(9).toNanos();
    assertThat(passed(1)).isZero();
  }

  @Test
  void saysHowManyWereLeftOut() {
    passed(LogLimit.MAX_RECORDS + 3);
    now += Duration.ofSeconds(10).toNanos();
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
}
