package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import webhooks.delivery.dispatch.ReceiverPace.ReceiverKind;

class BacklogSearchTest {
  private static final UUID LEFT = UUID.randomUUID();
  private static final UUID SILENT = UUID.randomUUID();
  private static final UUID AFTER_PAUSE = UUID.randomUUID();

  private final AtomicLong now = new AtomicLong();
  private final List<Duration> pauses = new ArrayList<>();
  private Duration takes = Duration.ZERO;

  private final NodeLeases leases = TestLeases.of(10, 5);

  private final BacklogSearch search =
      new BacklogSearch(
          new IdleQueue() {
            @Override
            public List<UUID> webhooksWithBacklog() {
              now.addAndGet(takes.toNanos());
              return List.of(LEFT);
            }

            @Override
            public List<UUID> webhooksAfterPause(Duration within) {
              pauses.add(within);
              return List.of(AFTER_PAUSE);
            }

            @Override
            public List<UUID> silentWebhooks(int limit) {
              return List.of(SILENT);
            }
          },
          leases,
          now::get);

  private List<UUID> next(Duration pause) {
    now.addAndGet(pause.toNanos());
    return search.next();
  }

  @Test
  void learnsFirstWhichReceiversDidNotAnswer() {
    next(Duration.ZERO);

    assertThat(leases.place(SILENT).kind()).isEqualTo(ReceiverKind.SILENT);
  }

  @Test
  void searchesTheWholeQueueEachTimeWhileThatIsQuick() {
    takes = Duration.ofMillis(50);

    assertThat(next(Duration.ZERO)).containsExactly(LEFT);
    assertThat(next(Duration.ofSeconds(1))).containsExactly(LEFT);
    assertThat(next(Duration.ofSeconds(1))).containsExactly(LEFT);
  }

  @Test
  void findsEndsOfPausesWhileItRestsFromALongSearch() {
    takes = Duration.ofMillis(500);
    next(Duration.ZERO);

    for (int i = 0; i < 9; i++) {
      assertThat(next(Duration.ofSeconds(1))).containsExactly(AFTER_PAUSE);
    }

    assertThat(next(Duration.ofSeconds(1))).containsExactly(LEFT);
    // Of the time since the beginning of the search before, and six seconds more.
    assertThat(pauses.get(0)).isEqualTo(Duration.ofMillis(7500));
    assertThat(pauses.subList(1, 9)).containsOnly(Duration.ofSeconds(7));
  }

  @Test
  void restsThirtySecondsAtMost() {
    takes = Duration.ofMinutes(1);
    next(Duration.ZERO);

    assertThat(next(Duration.ofSeconds(29))).containsExactly(AFTER_PAUSE);
    assertThat(next(Duration.ofSeconds(1))).containsExactly(LEFT);
  }
}
