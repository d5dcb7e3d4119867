package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestThreadsTest {
  private final ManualThreads pool = new ManualThreads();
  private final ManualClock clock = new ManualClock();
  private final RequestThreads threads = new RequestThreads(pool::add, clock);
  private final List<String> ran = new ArrayList<>();

  @Test
  void nextTaskRunsOnTheThreadThatStartsIt() {
    threads.execute(
        () -> {
          threads.execute(() -> ran.add("second"));
          ran.add("first");
        });

    pool.remove().run();

    assertThat(ran).containsExactly("first", "second");
    assertThat(pool).isEmpty();
  }

  @Test
  void otherTasksGetThreadsOfTheirOwn() {
    threads.execute(
        () -> {
          threads.execute(() -> ran.add("second"));
          threads.execute(() -> ran.add("third"));
        });

    pool.remove().run();

    assertThat(ran).containsExactly("second");
    pool.remove().run();
    assertThat(ran).containsExactly("second", "third");
  }

  @Test
  void threadIsFreeAfterItsTime() {
    threads.execute(
        () -> {
          clock.advance(RequestThreads.MAX_TIME.plusNanos(1));
          threads.execute(() -> ran.add("second"));
        });

    pool.remove().run();

    assertThat(ran).isEmpty();
    pool.remove().run();
    assertThat(ran).containsExactly("second");
  }

  @Test
  void nextTaskRunsAfterAFailureToo() {
    threads.execute(
        () -> {
          threads.execute(() -> ran.add("second"));
          throw new IllegalStateException("fails");
        });

    assertThatThrownBy(pool.remove()::run).hasMessage("fails");

    pool.remove().run();
    assertThat(ran).containsExactly("second");
  }
}
