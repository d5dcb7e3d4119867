package webhooks.domain.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class QueueingExecutorTest {
  private final Queue<Runnable> threads = new ArrayDeque<>();
  private final List<Integer> run = new ArrayList<>();
  private final QueueingExecutor executor = new QueueingExecutor(threads::add, 2);

  private void execute(int... tasks) {
    for (int task : tasks) {
      executor.execute(() -> run.add(task));
    }
  }

  @Test
  void runsABoundedNumberAtATimeInOrder() {
    execute(1, 2, 3, 4);
    assertThat(threads).hasSize(2);

    threads.remove().run();
    assertThat(run).containsExactly(1, 3, 4);
    threads.remove().run();
    assertThat(run).containsExactly(1, 3, 4, 2);

    execute(5, 6, 7);
    assertThat(threads).hasSize(2);
  }

  @Test
  void runsTheNextAfterOneThatFails() {
    executor.execute(
        () -> {
          throw new IllegalStateException("injected");
        });
    execute(1, 2);

    threads.remove().run();

    assertThat(run).containsExactly(2);
  }

  @Test
  void refusedThreadCountsAsFree() {
    List<Runnable> started = new ArrayList<>();
    QueueingExecutor refused =
        new QueueingExecutor(
            task -> {
              if (started.isEmpty()) {
                started.add(task);
                throw new RejectedExecutionException("injected");
              }
              started.add(task);
            },
            1);

    assertThatThrownBy(() -> refused.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
    refused.execute(() -> {});

    assertThat(started).hasSize(2);
  }
}
