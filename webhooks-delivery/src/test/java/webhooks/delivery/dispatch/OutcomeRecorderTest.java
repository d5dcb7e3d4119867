package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.delivery.worker.BrokenHandler;
import webhooks.delivery.worker.StopSignal;
import webhooks.delivery.worker.Worker;
import webhooks.domain.LoggedLines;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.settings.LoggedAttempts;

@Timeout(30)
class OutcomeRecorderTest {
  private final StopSignal stop = new StopSignal();
  private final BlockingQueue<Outcome> waiting = new LinkedBlockingQueue<>();
  private final List<Outcome> done = new ArrayList<>();
  private final AttemptLog log = new AttemptLog(LoggedAttempts.ALL);

  @Test
  void dropsOnlyTheOutcomeThatIsRefused() {
    List<Outcome> outcomes = outcomes(5);
    Outcome poison = outcomes.get(2);
    List<Outcome> written = new ArrayList<>();
    DeliveryQueue queue =
        new DeliveryQueue() {
          @Override
          public int record(List<Outcome> batch) {
            if (batch.contains(poison)) {
              throw new DatabaseFailure(new SQLException("injected: refused", "22021"));
            }
            written.addAll(batch);
            return 0;
          }
        };

    record(queue, outcomes);

    assertThat(written).containsExactlyInAnyOrder(pick(outcomes, 0, 1, 3, 4));
    // The refused outcome frees its slot too; its delivery is claimed again when the lease ends.
    assertThat(done).containsExactlyElementsOf(outcomes);
  }

  /** An outcome that is written twice counts as one whose lease has ended. */
  @Test
  void writesNoOutcomeTwiceAfterAFailureAmongSingleOnes() throws InterruptedException {
    List<Outcome> outcomes = outcomes(5);
    Outcome poison = outcomes.get(1);
    Outcome fourth = outcomes.get(3);
    List<SQLException> outage = new ArrayList<>(List.of(new SQLException("injected", "08006")));
    List<Outcome> written = new ArrayList<>();
    DeliveryQueue queue =
        new DeliveryQueue() {
          @Override
          public int record(List<Outcome> batch) {
            if (batch.contains(poison)) {
              throw new DatabaseFailure(new SQLException("injected: refused", "22021"));
            }
            if (batch.contains(fourth) && !outage.isEmpty()) {
              throw new DatabaseFailure(outage.remove(0));
            }
            written.addAll(batch);
            return 0;
          }
        };
    OutcomeRecorder recorder = new OutcomeRecorder(queue, waiting, log, done::addAll);
    waiting.addAll(outcomes);

    assertThatThrownBy(recorder::run).isInstanceOf(DatabaseFailure.class);

    assertThat(recorder.isLate()).isTrue();
    assertThat(done).containsExactly(pick(outcomes, 0, 1, 2));
    recorder.run();
    assertThat(written).containsExactly(pick(outcomes, 0, 2, 3, 4));
    assertThat(done).containsExactlyElementsOf(outcomes);
    assertThat(recorder.isLate()).isFalse();
  }

  @Test
  void keepsOutcomesAfterFailureAndWarnsOnce() {
    List<Outcome> outcomes = outcomes(3);
    List<Throwable> failures =
        new ArrayList<>(
            List.of(
                new DatabaseFailure(new SQLException("injected: unavailable", "08006")),
                new StackOverflowError("injected")));
    List<Outcome> written = new ArrayList<>();
    DeliveryQueue queue =
        new DeliveryQueue() {
          @Override
          public int record(List<Outcome> batch) {
            if (!failures.isEmpty()) {
              OutcomeRecorderTest.<RuntimeException>raise(failures.remove(0));
            }
            written.addAll(batch);
            stop.set();
            return 0;
          }
        };
    OutcomeRecorder recorder = new OutcomeRecorder(queue, waiting, log, done::addAll);
    waiting.addAll(outcomes);

    try (LoggedLines lines = LoggedLines.of(Worker.class)) {
      Worker.of("Recording outcomes", stop, recorder).run();
      assertThat(lines.at(Level.WARNING)).hasSize(1);
    }

    assertThat(failures).isEmpty();
    assertThat(written).containsExactlyElementsOf(outcomes);
    assertThat(done).containsExactlyElementsOf(outcomes);
  }

  @Test
  void recordsLostOutcomesOnceWhenLogFails() {
    List<Outcome> outcomes = outcomes(3);
    List<Outcome> written = new ArrayList<>();
    DeliveryQueue queue =
        new DeliveryQueue() {
          @Override
          public int record(List<Outcome> batch) {
            written.addAll(batch);
            return batch.size();
          }
        };
    Logger warnings = Logger.getLogger(OutcomeRecorder.class.getName());
    Handler broken = new BrokenHandler();
    warnings.addHandler(broken);
    try {
      record(queue, outcomes);
    } finally {
      warnings.removeHandler(broken);
    }

    assertThat(written).containsExactlyElementsOf(outcomes);
    assertThat(done).containsExactlyElementsOf(outcomes);
  }

  @Test
  void recordsOnceWhenListenerFails() {
    List<Outcome> written = new ArrayList<>();
    OutcomeRecorder recorder =
        new OutcomeRecorder(
            recordingTo(written),
            waiting,
            log,
            outcomes -> {
              stop.set();
              throw new IllegalStateException("injected");
            });
    List<Outcome> outcomes = outcomes(3);
    waiting.addAll(outcomes);

    Worker.of("Recording outcomes", stop, recorder).run();

    assertThat(written).containsExactlyElementsOf(outcomes);
  }

  private static DeliveryQueue recordingTo(List<Outcome> written) {
    return new DeliveryQueue() {
      @Override
      public int record(List<Outcome> batch) {
        written.addAll(batch);
        return 0;
      }
    };
  }

  private void record(DeliveryQueue queue, List<Outcome> outcomes) {
    OutcomeRecorder recorder = new OutcomeRecorder(queue, waiting, log, done::addAll);
    waiting.addAll(outcomes);
    stop.set();
    Worker.of("Recording outcomes", stop, recorder).run();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable failure) throws T {
    throw (T) failure;
  }

  private static Outcome[] pick(List<Outcome> outcomes, int... indices) {
    return IntStream.of(indices).mapToObj(outcomes::get).toArray(Outcome[]::new);
  }

  /** A claim would send their deliveries again. */
  @Test
  void outcomesWhoseLeasesEndAreLate() throws InterruptedException {
    OutcomeRecorder recorder =
        new OutcomeRecorder(
            new IdleQueue(), waiting, new AttemptLog(LoggedAttempts.NONE), written -> {});
    waiting.add(outcome());
    assertThat(recorder.isLate()).isFalse();
    recorder.run();

    waiting.add(outcome(Duration.ofMillis(900)));
    assertThat(recorder.isLate()).isTrue();
    recorder.run();

    assertThat(recorder.isLate()).isFalse();
  }

  /** Webhooks with a short time-out have short leases. */
  @Test
  void shortLeaseBehindALongOneIsLateDuringASlowWrite() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    DeliveryQueue slow =
        new DeliveryQueue() {
          @Override
          public int record(List<Outcome> batch) {
            begun.countDown();
            try {
              end.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return 0;
          }
        };
    OutcomeRecorder recorder = new OutcomeRecorder(slow, waiting, log, done::addAll);
    waiting.add(outcome(Duration.ofMinutes(5)));
    CompletableFuture<Void> write =
        CompletableFuture.runAsync(
            () -> {
              try {
                recorder.run();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    begun.await();
    waiting.add(outcome(Duration.ofMinutes(5)));
    waiting.add(outcome(Duration.ofSeconds(5)));
    assertThat(recorder.isLate()).isFalse();

    await().atMost(Duration.ofSeconds(20)).until(recorder::isLate);

    end.countDown();
    write.get();
  }

  private static List<Outcome> outcomes(int count) {
    return IntStream.range(0, count).mapToObj(i -> outcome()).toList();
  }

  /** Returns the outcome of a delivery that succeeded. */
  static Outcome outcome() {
    return outcome(Duration.ofSeconds(15));
  }

  private static Outcome outcome(Duration lease) {
    return outcome(TestLeases.delivery(UUID.randomUUID(), lease));
  }

  /** Returns the outcome of this delivery, which succeeded. */
  static Outcome outcome(LeasedDelivery delivery) {
    return new Outcome(
        delivery, TestLeases.answer(200, 0), 1, DeliveryStatus.SUCCEEDED, Duration.ZERO);
  }
}
