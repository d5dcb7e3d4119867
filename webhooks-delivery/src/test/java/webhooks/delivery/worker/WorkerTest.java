package webhooks.delivery.worker;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import webhooks.domain.LoggedLines;

@Timeout(30)
class WorkerTest {
  private final StopSignal stop = new StopSignal();
  private final LoggedLines lines = LoggedLines.of(Worker.class);
  private final Queue<Throwable> failures = new ArrayDeque<>();
  private int runs;
  private final List<String> events = new ArrayList<>();

  @AfterEach
  void end() {
    lines.close();
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

    assertThat(lines.at(Level.WARNING)).containsExactly("Testing failed and is tried again");
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
    assertThat(stop.isSet()).isTrue();
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
