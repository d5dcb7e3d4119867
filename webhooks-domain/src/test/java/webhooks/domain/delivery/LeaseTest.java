package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LeaseTest {
  @Test
  void outlastsShorterDurations() {
    Lease lease = Lease.starting(Duration.ofMinutes(1));

    assertThat(lease.outlasts(Duration.ofSeconds(50))).isTrue();
    assertThat(lease.outlasts(Duration.ofMinutes(1))).isFalse();
  }

  @Test
  void outlastsNothingAfterItsEnd() {
    Lease ended = new Lease(UUID.randomUUID(), Duration.ofSeconds(15), System.nanoTime() - 1);

    assertThat(ended.outlasts(Duration.ZERO)).isFalse();
  }

  @Test
  void toleratesTickerOverflow() {
    // System.nanoTime() may overflow from the largest number to the smallest.
    long now = System.nanoTime();
    Lease lease = new Lease(UUID.randomUUID(), Duration.ofSeconds(15), now + Long.MAX_VALUE);

    assertThat(lease.outlasts(Duration.ofDays(365))).isTrue();
  }

  @Test
  void hasAUniqueToken() {
    Duration length = Duration.ofMillis(15_500);

    assertThat(Lease.starting(length).token()).isNotEqualTo(Lease.starting(length).token());
    assertThat(Lease.starting(length).seconds()).isEqualTo(15.5);
  }
}
