package webhooks.domain.delivery.history.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.RecoveryProgress;
import webhooks.domain.delivery.queue.requeue.Recovery;
import webhooks.domain.delivery.queue.requeue.RecoveryRepository;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/** Two requests that recover deliveries of the same webhook at the same time. */
@OnEveryDatabase
class ConcurrentRecoveryTest {
  private static final Instant START = Instant.parse("2026-10-02T14:55:00Z");
  private static final Executor THREADS = request -> new Thread(request).start();
  private static final Actor ACTOR = new Actor("client", Optional.empty());

  private final TestDatabase database;
  private UUID webhook;

  ConcurrentRecoveryTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    HistoryRows rows = new HistoryRows(database);
    webhook = rows.webhook();
    rows.deliveries(
        webhook,
        DeliveryStatus.EXHAUSTED,
        IntStream.range(0, 10).mapToObj(START::plusMillis).toList(),
        HistoryRows.TYPE);
  }

  private RecoveryProgress begin(RecoveryRepository recoveries) {
    AuditEntry entry = AuditEntry.of(ACTOR, AuditAction.DELIVERIES_RECOVERED);
    return DeliveryRecovery.begin(
        recoveries,
        Recovery.of(
            webhook, START, START.plusSeconds(60), List.of(DeliveryStatus.EXHAUSTED), entry.id()),
        entry,
        Duration.ZERO);
  }

  @Test
  void oneIsRefusedBeforeItRequeuesAnything() {
    CountDownLatch refused = new CountDownLatch(1);
    RecoveryRepository recoveries = new Racing(database, refused);
    CompletableFuture<RecoveryProgress> first =
        CompletableFuture.supplyAsync(() -> begin(recoveries), THREADS);
    CompletableFuture<RecoveryProgress> second =
        CompletableFuture.supplyAsync(() -> begin(recoveries), THREADS);

    assertThatThrownBy(() -> CompletableFuture.anyOf(first, second).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE));
    assertThat(database.count("select count(*) from delivery where status = 0")).isZero();
    refused.countDown();

    RecoveryProgress progress = first.exceptionallyCompose(failure -> second).join();
    assertThat(progress).isEqualTo(new RecoveryProgress(10, 0, true));
    assertThat(database.count("select count(*) from delivery where status = 0")).isEqualTo(10);
    assertThat(database.count("select count(*) from audit")).isOne();
    // Nothing is left that would refuse the next one.
    assertThat(begin(new Transactions(database))).isEqualTo(new RecoveryProgress(0, 0, true));
  }

  /** Runs each call in a transaction, as the container does. */
  static class Transactions extends RecoveryRepository {
    private final TestDatabase database;

    Transactions(TestDatabase database) {
      super(
          database.database(),
          new RequeueRepository(database.database()),
          new AuditTrail(database.database()));
      this.database = database;
    }

    @Override
    public void add(Recovery recovery, AuditEntry entry) {
      database.inTransaction(
          () -> {
            super.add(recovery, entry);
            return null;
          });
    }

    @Override
    public Recovery step(Recovery recovery) {
      return database.inTransaction(() -> super.step(recovery));
    }
  }

  /** Lets both requests find no recovery, and none make a step before the other is refused. */
  private static final class Racing extends Transactions {
    private final CyclicBarrier bothFindNone = new CyclicBarrier(2);
    private final CountDownLatch refused;

    Racing(TestDatabase database, CountDownLatch refused) {
      super(database);
      this.refused = refused;
    }

    @Override
    public Optional<Recovery> find(UUID webhookId) {
      Optional<Recovery> found = super.find(webhookId);
      try {
        bothFindNone.await(30, TimeUnit.SECONDS);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return found;
    }

    @Override
    public Recovery step(Recovery recovery) {
      try {
        assertThat(refused.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return super.step(recovery);
    }
  }
}
