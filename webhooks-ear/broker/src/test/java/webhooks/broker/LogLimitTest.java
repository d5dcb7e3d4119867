package webhooks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.LogRecord;
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

    assertThat(next.getMessage()).isEqualTo("text (3 records like this one are left out)");
    assertThat(last.getMessage()).isEqualTo("text");
  }

  /** A stranger can cause errors too, such as these. */
  @Test
  void errorsHideNoOthers() {
    for (int i = 0; i < 1000; i++) {
      passed(1, "AMQ224126: Failure during protocol handshake on connection " + i);
      passed(1, "AMQ214013: Failed to decode packet");
    }

    assertThat(passed(1, "AMQ224126: Failure during protocol handshake on connection a")).isZero();
    assertThat(passed(1, "AMQ222010: Critical IO Error, shutting down the server")).isOne();
  }

  @Test
  void recordsWithoutNumberHideNoErrorsOfTheirLogger() {
    passed(LogLimit.MAX_RECORDS + 1);

    assertThat(passed(1, "text")).isOne();
  }

  @Test
  void recordsAboutRefusedConnectionsHideNoOthers() {
    LogRecord refused = new LogRecord(Level.WARNING, "text");
    refused.setLoggerName(GuardedAcceptorFactory.class.getName());
    for (int i = 0; i < 1000; i++) {
      limit.isLoggable(refused);
    }

    assertThat(passed(1)).isOne();
  }

  /** The memory for the kinds of records is bounded. */
  @Test
  void tooManyKindsShareTheirLimit() {
    for (int i = 0; i < 1000; i++) {
      passed(1, "AMQ%06d: text".formatted(i));
    }

    assertThat(passed(1000, "AMQ001000: text") + passed(1000, "AMQ001001: text")).isZero();
  }

  private long passed(int count) {
    return passed(count, Level.WARNING, "text");
  }

  private long passed(int count, String error) {
    return passed(count, Level.SEVERE, error);
  }

  private long passed(int count, Level level, String text) {
    return IntStream.range(0, count)
        .filter(i -> limit.isLoggable(new LogRecord(level, text)))
        .count();
  }
}
