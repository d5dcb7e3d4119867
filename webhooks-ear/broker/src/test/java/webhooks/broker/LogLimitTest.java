package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import webhooks.broker.listener.GuardedAcceptorFactory;

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

  @Test
  void warningsHideNoErrors() {
    passed(LogLimit.MAX_RECORDS + 1);

    assertThat(passed(1000, limit, Level.SEVERE)).isEqualTo(LogLimit.MAX_RECORDS);
  }

  @Test
  void recordsAboutRefusedConnectionsHideNoOthers() {
    LogLimit.install();
    Logger guard = Logger.getLogger(GuardedAcceptorFactory.class.getName());
    Logger artemis = Logger.getLogger("org.apache.activemq.artemis.core.server");

    passed(LogLimit.MAX_RECORDS + 1, guard.getFilter(), Level.WARNING);

    assertThat(passed(1, guard.getFilter(), Level.WARNING)).isZero();
    assertThat(passed(1, artemis.getFilter(), Level.WARNING)).isOne();
  }

  private long passed(int count) {
    return passed(count, limit, Level.WARNING);
  }

  private static long passed(int count, Filter limit, Level level) {
    return IntStream.range(0, count)
        .filter(i -> limit.isLoggable(new LogRecord(level, "text")))
        .count();
  }
}
