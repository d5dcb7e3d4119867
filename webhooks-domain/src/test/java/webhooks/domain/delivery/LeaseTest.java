package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
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
  void webhookWithATimeOutOfItsOwnHasAnotherEnd() {
    Lease usual = Lease.starting(Duration.ofSeconds(15));

    assertThat(usual.withTimeout(Optional.empty())).isSameAs(usual);
    Lease longer = usual.withTimeout(Optional.of(Duration.ofSeconds(30)));
    assertThat(longer.token()).isEqualTo(usual.token());
    assertThat(longer.seconds()).isEqualTo(40);
    assertThat(longer.endsNanos() - usual.endsNanos()).isEqualTo(Duration.ofSeconds(25).toNanos());
    assertThat(usual.withTimeout(Optional.of(Duration.ofSeconds(1))).seconds()).isEqualTo(11);
  }

  @Test
  void isForTimeOutsThatItOutlastsByTenSeconds() {
    Lease lease = Lease.starting(Duration.ofSeconds(15));

    assertThat(lease.isFor(Duration.ofSeconds(5))).isTrue();
    assertThat(lease.isFor(Duration.ofMillis(5001))).isFalse();
  }

  @Test
  void hasAUniqueToken() {
    Duration length = Duration.ofMillis(15_500);

    assertThat(Lease.starting(length).token()).isNotEqualTo(Lease.starting(length).token());
    assertThat(Lease.starting(length).seconds()).isEqualTo(15.5);
  }
}
