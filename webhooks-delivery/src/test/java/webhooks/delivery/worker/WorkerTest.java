package webhooks.delivery.worker;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManageableThread;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.domain.LoggedLines;

@Timeout(30)
class WorkerTest {
  private final StopSignal stop = new StopSignal();
  private final LoggedLines lines = LoggedLines.of(Worker.class);
  private final LoggedLines warnings = LoggedLines.of(StopSignal.class);
  private final Queue<Throwable> failures = new ArrayDeque<>();
  private int runs;
  private final List<String> events = new ArrayList<>();

  @AfterEach
  void end() {
    lines.close();
    warnings.close();
  }

  @Test
  void runsAgainAfterFailures() {
    failures.addAll(List.of(new IOException("injected"), new StackOverflowError("injected")));

    Worker.of("Testing", stop, () -> runUntil(3)).run();

    assertThat(runs).isEqualTo(3);
  }

  @Test
  void warnsOfFirstFailureOnly() {
    failures.addAll(List.of(new IOException("injected"), new IOException("injected")));

    Worker.of("Testing", stop, () -> runUntil(3)).run();

    assertThat(lines.at(Level.WARNING))
        .containsExactly("Testing failed and is tried again: java.io.IOException: injected");
  }

  @Test
  void warnsAgainAfterSuccess() {
    Worker.of(
            "Testing",
            stop,
            () -> {
              boolean more = runUntil(4);
              if (runs % 2 == 1) {
                throw new IOException("injected");
              }
              return more;
            })
        .run();

    assertThat(lines.at(Level.WARNING)).hasSize(2);
  }

  @Test
  void doesNotRunAfterStop() {
    stop.set();

    Worker.of("Testing", stop, () -> runUntil(1)).run();

    assertThat(runs).isZero();
  }

  @Test
  void stopEndsInterval() {
    Worker worker = Worker.every("Testing", Duration.ofDays(1), stop, () -> runs++);
    CompletableFuture.runAsync(stop::set, CompletableFuture.delayedExecutor(50, MILLISECONDS));

    worker.run();

    assertThat(runs).isEqualTo(1);
  }

  @Test
  void closesTaskWithoutInterrupt() {
    Worker.Task task =
        new Worker.Task() {
          @Override
          public boolean run() throws InterruptedException {
            stop.set();
            Thread.currentThread().interrupt();
            new CountDownLatch(1).await();
            return true;
          }

          @Override
          public void close() {
            events.add("closed, interrupted: " + Thread.currentThread().isInterrupted());
          }
        };

    Worker.of("Testing", stop, task).run();

    assertThat(events).containsExactly("closed, interrupted: false");
    assertThat(warnings.at(Level.WARNING)).isEmpty();
  }

  @Test
  void goesOnAfterStrayInterrupt() {
    failures.add(new InterruptedException("injected"));

    Worker.of("Testing", stop, () -> runUntil(3)).run();

    assertThat(runs).isEqualTo(3);
    assertThat(stop.isSet()).isFalse();
    assertThat(warnings.at(Level.WARNING))
        .containsExactly("A background thread was interrupted and not asked to stop; it continues");
  }

  @Test
  void goesOnAfterStrayInterruptWhenLogFails() {
    Logger log = Logger.getLogger(StopSignal.class.getName());
    Handler broken = new BrokenHandler();
    log.addHandler(broken);
    try {
      Worker.every("Testing", Duration.ofMillis(1), stop, this::interruptTwice).run();
    } finally {
      log.removeHandler(broken);
    }

    assertThat(runs).isEqualTo(3);
  }

  @Test
  void strayInterruptDoesNotReachNextRun() {
    Worker.of(
            "Testing",
            stop,
            () -> {
              events.add("interrupted: " + Thread.currentThread().isInterrupted());
              Thread.currentThread().interrupt();
              return runUntil(2);
            })
        .run();

    assertThat(events).containsExactly("interrupted: false", "interrupted: false");
    assertThat(stop.isSet()).isFalse();
    assertThat(Thread.interrupted()).as("left after the last run").isTrue();
  }

  @Test
  void strayInterruptDoesNotEndInterval() {
    Worker.every("Testing", Duration.ofMillis(1), stop, this::interruptTwice).run();

    assertThat(runs).isEqualTo(3);
    assertThat(warnings.at(Level.WARNING)).hasSize(2);
  }

  @Test
  void endsWhenServerShutsThreadsDown() throws Exception {
    failures.add(new InterruptedException("injected"));
    Thread thread = new ShutDownThread(Worker.of("Testing", stop, () -> runUntil(3)));

    thread.start();
    thread.join();

    assertThat(runs).isEqualTo(1);
    assertThat(stop.isSet()).isTrue();
    assertThat(warnings.at(Level.WARNING)).isEmpty();
  }

  private static final class ShutDownThread extends Thread implements ManageableThread {
    ShutDownThread(Runnable task) {
      super(task);
    }

    @Override
    public boolean isShutdown() {
      return true;
    }
  }

  private void interruptTwice() {
    runs++;
    if (runs == 3) {
      stop.set();
    } else {
      Thread.currentThread().interrupt();
    }
  }

  private boolean runUntil(int last) throws Exception {
    runs++;
    Throwable failure = failures.poll();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof Exception exception) {
      throw exception;
    }
    return runs < last;
  }
}
