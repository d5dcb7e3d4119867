package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The throttle of a webhook says when a request is allowed again. */
class ThrottledWaitTest {
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  private final AtomicLong now = new AtomicLong();
  private final NodeLeases leases = TestLeases.of(10, 5);
  private final BackloggedWebhooks backlogged = new BackloggedWebhooks(leases, now::get);

  private Set<UUID> served() {
    try (Reservation reservation = new Reservation(leases)) {
      return backlogged.takeSlots(reservation).keySet();
    }
  }

  private void pass(int millis) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  @Test
  void throttledWebhookIsServedLater() {
    backlogged.addLater(Map.of(ONE, Duration.ofMillis(80), OTHER, Duration.ofMillis(50)));
    assertThat(served()).isEmpty();
    assertThat(backlogged.nanosToWait(Long.MAX_VALUE)).isEqualTo(Duration.ofMillis(50).toNanos());

    backlogged.add(List.of(ONE));
    pass(79);
    assertThat(served()).as("a new event is no reason to begin earlier").containsExactly(OTHER);
    pass(1);
    assertThat(served()).containsExactly(ONE);
    assertThat(backlogged.nanosToWait(5)).isEqualTo(5);
  }
}
