package webhooks.domain.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class BoundedExecutorTest {
  private final Queue<Runnable> started = new ArrayDeque<>();
  private final BoundedExecutor executor = new BoundedExecutor(started::add, 2);
  private int done;

  private void execute() {
    executor.execute(() -> done++);
  }

  @Test
  void refusesMoreThanTheMaximum() {
    execute();
    execute();

    assertThatThrownBy(this::execute).isInstanceOf(RejectedExecutionException.class);

    started.remove().run();
    execute();
    assertThat(started).hasSize(2);
    assertThat(done).isOne();
  }

  @Test
  void failedTaskLeavesItsPlace() {
    for (int i = 0; i < 5; i++) {
      executor.execute(
          () -> {
            throw new StackOverflowError("injected");
          });
      assertThatThrownBy(() -> started.remove().run()).hasMessage("injected");
    }
  }

  @Test
  void refusedTaskLeavesItsPlace() {
    BoundedExecutor full =
        new BoundedExecutor(
            task -> {
              throw new RejectedExecutionException("full");
            },
            1);
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> full.execute(() -> done++)).hasMessage("full");
    }
  }
}
