package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.queue.requeue.Recovery;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;

/** A recovery of pending deliveries: it ends their wait for a retry. */
@OnEveryDatabase
class RecoveryOfRetriesTest {
  private final TestDatabase database;
  private QueueFixture node;
  private LeasedDelivery inFlight;

  RecoveryOfRetriesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void accept() {
    node = QueueFixture.onEmpty(database);
    node.webhook(true, 1);
    inFlight = node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries().get(0);
  }

  /** Recovers, and returns the number of deliveries. */
  private int recover() {
    Recovery recovery =
        Recovery.of(
                inFlight.webhookId(),
                Instant.EPOCH,
                Instant.now().plusSeconds(60),
                List.of(DeliveryStatus.PENDING),
                UUID.randomUUID())
            .withRetries(true);
    RequeueRepository repository = new RequeueRepository(node.database.database());
    return node.database.inTransaction(() -> repository.recover(recovery)).count();
  }

  private LeasedDelivery claimBacklog() {
    return node.claimBacklog(CountedSlots.enough(), Map.of(inFlight.webhookId(), 1))
        .deliveries()
        .get(0);
  }

  @Test
  void makesRetriesDueAndRestartsTheSchedule() {
    node.record(List.of(QueueFixture.retry(inFlight, Duration.ofHours(5))));
    assertThat(node.claimDue(CountedSlots.enough(), 1).deliveries()).isEmpty();

    recover();

    LeasedDelivery retry = claimBacklog();
    assertThat(retry.number()).isEqualTo(2);
    assertThat(retry.scheduled()).isEqualTo(1);
  }

  @Test
  void sendsNothingTwice() {

    recover();
    node.record(List.of(QueueFixture.succeeded(inFlight)));

    assertThat(node.deliveries(DeliveryStatus.SUCCEEDED)).isEqualTo(1);
  }

  @Test
  void isBounded() {
    node.record(List.of(QueueFixture.retry(inFlight, Duration.ofHours(5))));
    node.database.execute(
        "update delivery_pending set attempts = ?", DeliveryRules.MAX_ATTEMPTS - 1);

    assertThat(recover()).isEqualTo(1);
    LeasedDelivery last = claimBacklog();
    assertThat(last.number()).isEqualTo(DeliveryRules.MAX_ATTEMPTS);
    node.record(List.of(QueueFixture.retry(last, Duration.ofHours(5))));

    assertThat(recover()).isZero();
    assertThat(node.deliveries(DeliveryStatus.PENDING)).isEqualTo(1);
    assertThat(node.claimDue(CountedSlots.enough(), 1).examined()).isZero();
  }
}
