package webhooks.delivery.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.SharedExecutor;
import webhooks.domain.task.BoundedExecutor;

class SenderThreadsTest {
  private static final LimitKey SLOW = LimitKey.ofAccount("slow");

  private final List<Runnable> onFew = new ArrayList<>();
  private final List<Runnable> onMore = new ArrayList<>();
  private final SharedExecutor lookups =
      new SenderThreads(new BoundedExecutor(onFew::add, 2), this::thread).lookups(8);

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
    for (int i = 0; i < 6; i++) {
      lookups.execute(SLOW, () -> {});
    }
    assertThatThrownBy(() -> lookups.execute(SLOW, () -> {})).isInstanceOf(Refusal.class);

    assertThat(onFew).hasSize(2);
    assertThat(onMore).hasSize(4);

    onFew.get(0).run();
    lookups.execute(SLOW, () -> {});
    assertThat(onFew).hasSize(3);
  }

  /** They outlast their attempts, so that the share of attempts in flight does not bound them. */
  @Test
  void hangingLookupsOfAnAccountLeaveSomeToOthers() {
    for (int i = 0; i < 6; i++) {
      lookups.execute(SLOW, () -> {});
    }

    lookups.execute(LimitKey.ofAccount("other"), () -> {});
    assertThat(onMore).hasSize(5);
  }
}
