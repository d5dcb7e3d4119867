package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.queue.requeue.Recovery;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;

/** A delivery that is requeued while its attempt is in flight. */
@OnEveryDatabase
class RequeueTest {
  private final TestDatabase database;
  private QueueFixture node;
  private LeasedDelivery inFlight;

  RequeueTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void requeueTheDeliveryInFlight() {
    node = QueueFixture.onEmpty(database);
    node.webhook(true, 1);
    inFlight = node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries().get(0);
    redeliver();
  }

  private void redeliver() {
    requeue(repository -> repository.redeliver(inFlight.webhookId(), inFlight.id(), newEntry()));
  }

  private static AuditEntry newEntry() {
    return AuditEntry.of(new Actor("client", Optional.empty()), AuditAction.DELIVERY_REDELIVERED);
  }

  private RequeueRepository repository() {
    return new RequeueRepository(
        node.database.database(), new AuditTrail(node.database.database()));
  }

  private void requeue(Consumer<RequeueRepository> step) {
    RequeueRepository repository = repository();
    node.database.inTransaction(
        () -> {
          step.accept(repository);
          return null;
        });
  }

  /** Records the outcome; returns the next attempt, which is due at once in a new schedule. */
  private LeasedDelivery nextAfter(Outcome outcome) {
    node.record(List.of(outcome));

    assertThat(node.fired.of(OutcomesRecorded.class))
        .flatExtracting(OutcomesRecorded::outcomes)
        .extracting(Outcome::status)
        .containsExactly(DeliveryStatus.PENDING);
    LeasedDelivery next = claimDue();
    assertThat(next.number()).isEqualTo(2);
    assertThat(next.scheduled()).isEqualTo(1);
    return next;
  }

  @Test
  void sendsAgainAfterTheLastAttempt() {
    LeasedDelivery next = nextAfter(QueueFixture.exhausted(inFlight));

    node.record(List.of(QueueFixture.exhausted(next)));
    assertThat(node.deliveries(DeliveryStatus.EXHAUSTED)).isEqualTo(1);
  }

  @Test
  void sendsAgainWithoutWaitingForTheRetry() {
    node.record(List.of(QueueFixture.retry(inFlight, Duration.ofHours(1))));

    LeasedDelivery next = claimDue();
    assertThat(next.scheduled()).isEqualTo(1);
    node.record(List.of(QueueFixture.retry(next, Duration.ofHours(1))));
    assertThat(node.claimDue(CountedSlots.enough(), 1).examined()).isZero();
  }

  @Test
  void sendsAgainAfterSuccess() {
    LeasedDelivery next = nextAfter(QueueFixture.succeeded(inFlight));

    node.record(List.of(QueueFixture.succeeded(next)));
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
  }

  @Test
  void doesNotSendAgainAfterDeactivation() {
    node.change(inFlight.webhookId(), false, 1);

    node.record(List.of(QueueFixture.succeeded(inFlight)));

    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
  }

  @Test
  void sendsOnceForEachRequeue() {
    node.record(List.of(QueueFixture.succeeded(inFlight)));
    redeliver();
    redeliver();

    for (int attempt = 2; attempt <= 4; attempt++) {
      LeasedDelivery next = claimDue();
      assertThat(next.number()).isEqualTo(attempt);
      node.record(List.of(QueueFixture.succeeded(next)));
    }

    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
    assertThat(node.claimDue(CountedSlots.enough(), 1).examined()).isZero();
  }

  @Test
  void requeueReplacesTheWaitForARetry() {
    node.record(List.of(QueueFixture.retry(inFlight, Duration.ZERO)));
    node.record(List.of(QueueFixture.retry(claimDue(), Duration.ofHours(1))));

    redeliver();

    node.record(List.of(QueueFixture.succeeded(claimDue())));
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
  }

  @Test
  void survivesALostAttempt() {
    node.database.execute("update delivery_pending set due_at = current_timestamp");
    LeasedDelivery again = claimDue();
    assertThat(again.number()).isEqualTo(1);

    node.record(List.of(QueueFixture.exhausted(again)));

    assertThat(claimDue().number()).isEqualTo(2);
  }

  @Test
  void deactivationCancelsRequeues() {
    node.record(List.of(QueueFixture.succeeded(inFlight)));
    redeliver();
    redeliver();
    node.change(inFlight.webhookId(), false, 1);
    assertThat(node.claimDue(CountedSlots.enough(), 1).deliveries()).isEmpty();
    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(1);
    node.change(inFlight.webhookId(), true, 2);

    recover(DeliveryStatus.CANCELLED);

    Claim claim = node.claimBacklog(CountedSlots.enough(), Map.of(inFlight.webhookId(), 1));
    node.record(List.of(QueueFixture.succeeded(claim.deliveries().get(0))));
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
  }

  private void recover(DeliveryStatus status) {
    requeue(repository -> repository.recover(recovery(status)));
  }

  private Recovery recovery(DeliveryStatus status) {
    return Recovery.of(
        inFlight.webhookId(),
        Instant.EPOCH,
        Instant.now().plusSeconds(60),
        List.of(status),
        UUID.randomUUID());
  }

  @Test
  void recoverySendsOnceAfterAnInFlightAttempt() {
    node.change(inFlight.webhookId(), true, 2);
    node.database.execute("update delivery_pending set redeliveries = 0");
    recover(DeliveryStatus.PENDING);

    node.record(List.of(QueueFixture.exhausted(inFlight)));

    node.record(List.of(QueueFixture.succeeded(claimDue())));
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
  }

  @Test
  void simultaneousRequeuesSendOnceEach() throws Exception {
    node.record(List.of(QueueFixture.succeeded(inFlight)));
    int times = 6;
    ExecutorService threads = Executors.newFixedThreadPool(times);
    try {
      for (Future<?> done :
          threads.invokeAll(Collections.nCopies(times, Executors.callable(this::redeliver)))) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }

    // One requeue from before, and these.
    for (int attempt = 2; attempt <= 2 + times; attempt++) {
      LeasedDelivery next = claimDue();
      assertThat(next.number()).isEqualTo(attempt);
      node.record(List.of(QueueFixture.succeeded(next)));
    }
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
  }

  private LeasedDelivery claimDue() {
    return node.claimDue(CountedSlots.enough(), 1).deliveries().get(0);
  }

  @Test
  void redeliveriesOfADeliveryAreBounded() {
    RequeueRepository repository = repository();
    node.record(List.of(QueueFixture.succeeded(inFlight)));
    LeasedDelivery next = claimDue();
    int accepted = 0;
    for (int i = 0; i < 1000; i++) {
      if (node.database.inTransaction(
          () -> repository.redeliver(next.webhookId(), next.id(), newEntry()))) {
        accepted++;
      }
      if (i == 50) {
        node.record(List.of(QueueFixture.succeeded(next)));
      }
    }

    assertThat(accepted).isEqualTo(DeliveryRules.MAX_ATTEMPTS - 1);
    // The redelivery before this test has an entry too, and the refused ones have none.
    assertThat(auditEntries()).isEqualTo(accepted + 1);
  }

  @Test
  void redeliveryAndItsEntryAreOneTransaction() {
    node.record(List.of(QueueFixture.succeeded(inFlight)));
    node.record(List.of(QueueFixture.succeeded(claimDue())));
    long entries = auditEntries();

    assertThatThrownBy(
            () ->
                requeue(
                    repository -> {
                      repository.redeliver(inFlight.webhookId(), inFlight.id(), newEntry());
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");

    assertThat(auditEntries()).isEqualTo(entries);
    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
  }

  private long auditEntries() {
    return node.database.count("select count(*) from audit");
  }
}
