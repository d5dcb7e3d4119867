package webhooks.delivery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.delivery.worker.StopSignal;
import webhooks.domain.event.ingest.OperationalEventIngest;
import webhooks.domain.operational.OperationalEventDetection;

class OperationalEventStorageTest {
  private static final UUID FIRST = new UUID(0, 1);
  private static final UUID SECOND = new UUID(0, 2);

  private final StopSignal stop = new StopSignal();
  private final List<UUID> backlogs = new ArrayList<>();
  private final Deque<OperationalEventIngest.Batch> batches = new ArrayDeque<>();
  private boolean detected;
  private boolean failing;

  private final OperationalEventDetection detection =
      new OperationalEventDetection() {
        @Override
        public boolean detect() {
          detected = true;
          if (failing) {
            throw new IllegalStateException("injected: statement timeout");
          }
          return true;
        }
      };

  private final OperationalEventIngest ingest =
      new OperationalEventIngest() {
        @Override
        public Batch ingest() {
          assertThat(detected).isTrue();
          return batches.remove();
        }
      };

  private void run(boolean stops) {
    batches.add(new OperationalEventIngest.Batch(Set.of(FIRST), true));
    batches.add(new OperationalEventIngest.Batch(Set.of(SECOND), false));
    new OperationalEventStorage(detection, ingest, webhooks -> add(webhooks, stops), stop).run();
  }

  private void add(Collection<UUID> webhooks, boolean stops) {
    backlogs.addAll(webhooks);
    if (stops) {
      stop.set();
    }
  }

  @Test
  void storesUntilABatchIsNotFull() {
    run(false);

    assertThat(backlogs).containsExactly(FIRST, SECOND);
    assertThat(batches).isEmpty();
  }

  @Test
  void storesWhatChangesWroteIfTheDetectionFails() {
    failing = true;

    assertThatThrownBy(() -> run(false)).isInstanceOf(IllegalStateException.class);

    assertThat(backlogs).containsExactly(FIRST, SECOND);
  }

  @Test
  void endsAfterABatchWhenDeliveryStops() {
    run(true);

    assertThat(backlogs).containsExactly(FIRST);
    assertThat(batches).hasSize(1);
  }
}
