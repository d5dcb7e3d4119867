package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.settings.LoggedAttempts;

/** The attempts that get a line, and a log that writes slowly or fails. */
@Timeout(30)
class AttemptLogTest {
  private static final Logger ATTEMPTS = Logger.getLogger("webhooks.attempts");

  private final List<String> written = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch slow = new CountDownLatch(1);
  private final CountDownLatch writing = new CountDownLatch(1);
  private final StopSignal stop = new StopSignal();
  private boolean blocks;

  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          writing.countDown();
          if (blocks) {
            awaitQuietly(slow);
          }
          written.add(new java.util.logging.SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    ATTEMPTS.addHandler(handler);
    ATTEMPTS.setUseParentHandlers(false);
  }

  @AfterEach
  void stopListening() {
    ATTEMPTS.removeHandler(handler);
    ATTEMPTS.setUseParentHandlers(true);
  }

  @ParameterizedTest
  @CsvSource({"FAILED, 1", "ALL, 2", "NONE, 0"})
  void writesTheAttemptsOfTheSetting(LoggedAttempts setting, int lines) {
    Outcome failed = failed();
    AttemptLog log = new AttemptLog(setting);
    log.add(List.of(OutcomeRecorderTest.outcome(), failed));

    stop.set();
    Worker.of("Logging attempts", stop, log).run();

    assertThat(written).hasSize(lines);
    if (lines > 0) {
      assertThat(written.get(lines - 1))
          .startsWith("attempt delivery=" + failed.delivery().id() + " webhook=")
          .contains(" traceId=" + failed.delivery().traceId() + " ")
          .endsWith(
              " status=pending durationMs=41 statusCode=503 error=status cause=node-busy"
                  + " retryInMs=5000");
    }
  }

  /** Recording outcomes does not wait for a slow log. */
  @Test
  void countsTheLinesThatDoNotFit() throws InterruptedException {
    blocks = true;
    AttemptLog log = new AttemptLog(LoggedAttempts.ALL);
    Thread worker = new Thread(Worker.of("Logging attempts", stop, log));
    worker.start();
    log.add(List.of(failed()));
    assertThat(writing.await(10, TimeUnit.SECONDS)).isTrue();

    log.add(Stream.generate(AttemptLogTest::failed).limit(10_250).toList());
    slow.countDown();
    stop.set();
    worker.join();

    assertThat(written).hasSize(1 + 10_000 + 1);
    assertThat(written.get(10_001)).isEqualTo("250 attempts have no line, because the log is slow");
  }

  private static Outcome failed() {
    Outcome other = OutcomeRecorderTest.outcome();
    Attempt attempt =
        new Attempt(
            Instant.EPOCH,
            Duration.ofMillis(41),
            OptionalInt.of(503),
            Optional.of(AttemptError.STATUS),
            Optional.of(AttemptCause.NODE_BUSY),
            new byte[0],
            Optional.empty(),
            AttemptHeaders.NONE,
            Optional.empty());
    return new Outcome(other.delivery(), attempt, 1, DeliveryStatus.PENDING, Duration.ofSeconds(5));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
