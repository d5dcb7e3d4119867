package webhooks.delivery.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.delivery.queue.PendingDeliveries;

class BacklogMeterTest {
  private static final PendingDeliveries BACKLOG = new PendingDeliveries(1, Optional.empty());
  private static final Duration QUERY = Duration.ofMillis(500);

  private final List<Optional<PendingDeliveries>> reported = new ArrayList<>();
  private boolean failing;
  private int counts;
  private long nanos = Long.MAX_VALUE;
  private final BacklogMeter backlog =
      new BacklogMeter(new SlowQueue(), reported::add, () -> nanos);

  @Test
  void reportsBacklogAtOnce() {
    backlog.run();

    assertThat(reported).containsExactly(Optional.of(BACKLOG));
  }

  @Test
  void restsTwentyTimesAsLongAsTheQueryTook() {
    backlog.run();

    nanos += QUERY.multipliedBy(20).toNanos() - 1;
    backlog.run();
    assertThat(reported).hasSize(1);

    nanos += 1;
    backlog.run();
    assertThat(reported).hasSize(2);
  }

  @Test
  void restsAfterFailureToo() {
    failing = true;
    assertThatThrownBy(backlog::run).isInstanceOf(IllegalStateException.class);

    nanos += QUERY.multipliedBy(20).toNanos() - 1;
    backlog.run();
    assertThat(counts).as("not counted again").isEqualTo(1);
  }

  /** A former number would hide that the backlog grows. */
  @Test
  void reportsThatNothingIsKnownAfterAFailure() {
    backlog.run();
    nanos += QUERY.multipliedBy(20).toNanos();
    failing = true;

    assertThatThrownBy(backlog::run).isInstanceOf(IllegalStateException.class);

    assertThat(reported).containsExactly(Optional.of(BACKLOG), Optional.empty());
  }

  /** A queue whose backlog takes a while to count. */
  private final class SlowQueue extends DeliveryQueue {
    @Override
    public PendingDeliveries pendingDeliveries() {
      nanos += QUERY.toNanos();
      counts++;
      if (failing) {
        throw new IllegalStateException("injected: statement timeout");
      }
      return BACKLOG;
    }
  }
}
