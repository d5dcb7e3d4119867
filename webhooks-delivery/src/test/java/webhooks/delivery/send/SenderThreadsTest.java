package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import webhooks.domain.task.BoundedExecutor;

class SenderThreadsTest {
  private final List<Runnable> onFew = new ArrayList<>();
  private final List<Runnable> onMore = new ArrayList<>();
  private final Executor lookups =
      new SenderThreads(new BoundedExecutor(onFew::add, 2), this::thread).lookups(5);

  private Thread thread(Runnable lookup) {
    return new Thread() {
      @Override
      public void start() {
        onMore.add(lookup);
      }
    };
  }

  @Test
  void hangingLookupsOccupyNoThreadOfOthers() {
    for (int i = 0; i < 5; i++) {
      lookups.execute(() -> {});
    }
    assertThatThrownBy(() -> lookups.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);

    assertThat(onFew).hasSize(2);
    assertThat(onMore).hasSize(3);

    onFew.get(0).run();
    lookups.execute(() -> {});
    assertThat(onFew).hasSize(3);
  }
}
