package webhooks.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.queue.Claim;

class DueScanTest {
  private static final int LIMIT = 10;
  private static final Claim COMPLETE = claim(1, 0);

  private final AtomicLong now = new AtomicLong();
  private final DueScan scan = new DueScan(now::get);

  private static Claim claim(int examined, int left) {
    return new Claim(List.of(), Set.of(), examined, left);
  }

  private Duration next(Duration pause, Duration took, Claim claim) {
    now.addAndGet(pause.toNanos());
    Duration since = scan.begin();
    now.addAndGet(took.toNanos());
    scan.end(claim, LIMIT);
    return since;
  }

  private Duration next(Claim claim) {
    return next(Duration.ofMillis(200), Duration.ZERO, claim);
  }

  @Test
  void firstClaimLooksAtAllThatIsDue() {
    assertThat(next(COMPLETE)).isEqualTo(DueScan.ALL);
  }

  @Test
  void laterClaimsLookAtWhatBecameDueSinceTheCompleteOne() {
    next(COMPLETE);

    assertThat(next(COMPLETE)).isEqualTo(Duration.ofMillis(1200));
    assertThat(next(claim(LIMIT, 0))).as("after a complete one").isEqualTo(Duration.ofMillis(1200));
    assertThat(next(COMPLETE)).as("of the latest").isEqualTo(Duration.ofMillis(1200));
    assertThat(next(claim(1, 1))).as("after a full one").isEqualTo(Duration.ofMillis(1600));
    assertThat(next(COMPLETE)).as("after one that left rows").isEqualTo(Duration.ofMillis(1800));
  }

  @Test
  void looksAgainAtWhatBecameDueWhileAClaimWaited() {
    next(Duration.ZERO, Duration.ofSeconds(1), COMPLETE);
    next(Duration.ZERO, Duration.ofMillis(1500), COMPLETE);

    assertThat(next(COMPLETE)).isEqualTo(Duration.ofMillis(1000 + 1500 + 200 + 1000));
    assertThat(next(COMPLETE)).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void looksAtAllAgainAfterTwoSeconds() {
    next(COMPLETE);

    assertThat(next(Duration.ofMillis(1999), Duration.ZERO, COMPLETE)).isLessThan(DueScan.ALL);
    assertThat(next(Duration.ofMillis(1), Duration.ZERO, COMPLETE)).isEqualTo(DueScan.ALL);
  }

  @Test
  void looksAtAllUntilAClaimIsComplete() {
    next(claim(1, 1));

    assertThat(next(claim(1, 1))).isEqualTo(DueScan.ALL);
    assertThat(next(COMPLETE)).isEqualTo(DueScan.ALL);
    assertThat(next(COMPLETE)).isLessThan(DueScan.ALL);
  }

  /** A million that are due do not delay what becomes due after them. */
  @Test
  void looksAtTheLatestInTurnWhileMoreIsDueThanAClaimReads() {
    Claim full = claim(LIMIT, 0);
    next(full);

    assertThat(next(full)).isEqualTo(Duration.ofMillis(1200));
    assertThat(scan.isBehind()).isTrue();
    assertThat(next(full)).isEqualTo(DueScan.ALL);
    assertThat(next(COMPLETE)).isEqualTo(Duration.ofMillis(1400));
    assertThat(scan.isBehind()).isTrue();
    assertThat(next(COMPLETE)).isEqualTo(DueScan.ALL);
    assertThat(scan.isBehind()).isFalse();
    assertThat(next(COMPLETE)).isEqualTo(Duration.ofMillis(1200));
  }

  /** As after a time without a free slot. */
  @Test
  void latestReachesBackToTheClaimBefore() {
    Claim full = claim(LIMIT, 0);
    next(full);
    next(full);
    next(Duration.ofMinutes(1), Duration.ZERO, full);

    assertThat(next(full)).isEqualTo(Duration.ofMillis(60_000 + 200 + 1000));
  }

  @Test
  void looksAtAllTwentyTimesLessLongThanItRests() {
    next(Duration.ZERO, Duration.ofSeconds(1), COMPLETE);

    assertThat(next(Duration.ofSeconds(19), Duration.ZERO, COMPLETE)).isLessThan(DueScan.ALL);
    assertThat(next(Duration.ofSeconds(1), Duration.ZERO, COMPLETE)).isEqualTo(DueScan.ALL);
  }

  @Test
  void looksAtAllEveryThirtySecondsAtLeast() {
    next(Duration.ZERO, Duration.ofSeconds(20), COMPLETE);

    assertThat(next(Duration.ofSeconds(30), Duration.ZERO, COMPLETE)).isEqualTo(DueScan.ALL);
  }
}
