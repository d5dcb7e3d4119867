package webhooks.domain.delivery.history.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.reconcile.Reconciled.DifferingHour;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;

/** How much a request to reconcile may read and send again. */
class ReconcileBoundsTest {
  private static final Caller OWNER = Callers.tenant("client", "account");
  private static final Instant HOUR = Instant.parse("2026-10-02T14:00:00Z");

  private static void assertRefused(Runnable call, ErrorCode code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }

  @Test
  void boundsTheTime() {
    long[] time = {0};
    ReconcileRepository full =
        new ReconcileRepository() {
          @Override
          public List<ReconciledDelivery> next(UUID of, Cursor after, Instant end) {
            time[0] += Duration.ofSeconds(6).toNanos();
            return Collections.nCopies(
                MAX_BATCH,
                new ReconciledDelivery(after, null, Optional.empty(), DeliveryStatus.SUCCEEDED));
          }
        };

    assertRefused(
        () -> new PeriodScan(UUID.randomUUID(), full, () -> time[0]).read(HOUR, HOUR, unused -> {}),
        ErrorCode.SERVICE_UNAVAILABLE);
    assertRefused(
        () -> new PeriodScan(UUID.randomUUID(), full, () -> 0).read(HOUR, HOUR, unused -> {}),
        ErrorCode.INVALID_REQUEST);
  }

  @Test
  void boundsWhatIsSentAgain() {
    DifferingHour differing = new DifferingHour(HOUR, 1, "", 0);
    MissingEvents missing = new MissingEvents(List.of(differing), Set.of());
    ReconcileRepository.ReconciledDelivery delivery =
        new ReconcileRepository.ReconciledDelivery(
            Cursor.before(HOUR), UUID.randomUUID(), Optional.of(HOUR), DeliveryStatus.SUCCEEDED);
    for (int i = 0; i < MissingEvents.MAX; i++) {
      missing.add(delivery);
    }

    assertRefused(() -> missing.add(delivery), ErrorCode.INVALID_REQUEST);
  }

  @Test
  void oneRequestOfAnAccountRunsAtATime() {
    ReconcileLimit limit = new ReconcileLimit();
    Caller colleague = Callers.tenant("colleague", "account");

    limit.run(
        OWNER,
        () -> {
          assertRefused(() -> limit.run(colleague, () -> 1), ErrorCode.SERVICE_UNAVAILABLE);
          return limit.run(Callers.tenant("other", "elsewhere"), () -> 1);
        });

    assertThat(limit.<Integer>run(colleague, () -> 2)).isEqualTo(2);
  }
}
