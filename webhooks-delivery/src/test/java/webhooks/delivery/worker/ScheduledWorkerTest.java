package webhooks.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScheduledWorkerTest {
  private static final Duration LONG = Duration.ofDays(1);

  private final StopSignal stop = new StopSignal();
  private final ScheduledThreadPoolExecutor threads =
      (ScheduledThreadPoolExecutor) Executors.newScheduledThreadPool(2);
  private final AtomicInteger runs = new AtomicInteger();
  private final CountDownLatch third = new CountDownLatch(3);
  private final CountDownLatch closed = new CountDownLatch(1);

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private ScheduledWorker start(Duration interval, Runnable task) {
    return ScheduledWorker.start(Worker.every("Testing", interval, stop, task), threads);
  }

  private void count() {
    runs.incrementAndGet();
    third.countDown();
  }

  @Test
  void runsAgainAfterFailures() throws Exception {
    start(
        Duration.ofMillis(1),
        () -> {
          count();
          throw new IllegalStateException("injected");
        });

    third.await();
  }

  @Test
  void occupiesNoThreadBetweenRuns() throws Exception {
    CountDownLatch all = new CountDownLatch(20);
    for (int i = 0; i < 20; i++) {
      start(LONG, all::countDown);
    }

    all.await();
  }

  @Test
  void endsWhenTheTaskIsDone() throws Exception {
    Worker.Task task =
        new Worker.Task() {
          @Override
          public boolean run() throws IOException {
            count();
            if (runs.get() == 1) {
              throw new IOException("injected");
            }
            return runs.get() < 3;
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };

    ScheduledWorker.start(Worker.of("Testing", stop, task), threads);
    closed.await();

    threads.shutdown();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(runs).hasValue(3);
  }

  @Test
  void stopWaitsForARunAndStartsNoOther() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    ScheduledWorker worker =
        start(
            Duration.ofMillis(1),
            () -> {
              begun.countDown();
              stop.await(LONG);
              count();
            });
    begun.await();

    stop.set();
    worker.join(LONG);

    assertThat(runs).hasValue(1);
    assertThat(threads.getQueue()).allMatch(run -> ((Future<?>) run).isDone());
  }

  @Test
  void stopWaitsNoLongerThanItsLimit() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    ScheduledWorker worker =
        start(
            LONG,
            () -> {
              begun.countDown();
              awaitUninterrupted(released);
              count();
            });
    begun.await();

    worker.join(Duration.ofMillis(50));

    assertThat(runs).hasValue(0);
    released.countDown();
    worker.join(LONG);
    assertThat(runs).hasValue(1);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
