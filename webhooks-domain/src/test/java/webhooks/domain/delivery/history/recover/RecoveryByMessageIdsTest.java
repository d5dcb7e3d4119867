package webhooks.domain.delivery.history.recover;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.filter.LatestAttempt;
import webhooks.domain.delivery.history.EventRows;
import webhooks.domain.delivery.history.RecoveryProgress;
import webhooks.domain.delivery.queue.requeue.Recovery;
import webhooks.domain.delivery.queue.requeue.RecoverySelection;
import webhooks.domain.webhook.WebhookRow;

/** A request that recovers the deliveries of many events. */
@OnEveryDatabase
class RecoveryByMessageIdsTest {
  private static final Instant START = Instant.parse("2026-10-02T14:55:00Z");
  private static final Duration NO_LIMIT = Duration.ofHours(1);

  private final TestDatabase database;
  private EventRows events;
  private UUID webhook;

  RecoveryByMessageIdsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
    events = new EventRows(database);
    webhook = new WebhookRow().insertInto(database);
  }

  private static List<UUID> messages(int count) {
    return Stream.generate(UUID::randomUUID).limit(count).toList();
  }

  /** Stores events, each at a time of its own. */
  private void deliver(List<UUID> messages, DeliveryStatus status) {
    IntStream.range(0, messages.size())
        .forEach(
            i ->
                events.deliverAll(
                    messages.subList(i, i + 1), START.plusMillis(i), webhook, status));
  }

  private RecoveryProgress recover(List<UUID> messages, Duration maxTime) {
    AuditEntry entry =
        AuditEntry.of(new Actor("client", Optional.empty()), AuditAction.DELIVERIES_RECOVERED);
    Recovery recovery =
        Recovery.of(
                webhook,
                Instant.EPOCH,
                START.plusSeconds(60),
                List.of(DeliveryStatus.PENDING, DeliveryStatus.EXHAUSTED, DeliveryStatus.CANCELLED),
                entry.id())
            .of(new RecoverySelection(Optional.empty(), LatestAttempt.ANY, messages));
    return DeliveryRecovery.begin(
        new ConcurrentRecoveryTest.Transactions(database), recovery, entry, maxTime);
  }

  @Test
  void hundredAreRecoveredWithoutFurtherTime() {
    List<UUID> messages = messages(100);
    deliver(messages, DeliveryStatus.CANCELLED);

    assertThat(recover(messages, Duration.ZERO)).isEqualTo(new RecoveryProgress(100, 0, true));
  }

  @Test
  void manyAreRecoveredByTheRequest() {
    List<UUID> messages = messages(321);
    deliver(messages.subList(0, 300), DeliveryStatus.CANCELLED);
    deliver(messages.subList(300, 321), DeliveryStatus.EXHAUSTED);

    assertThat(recover(messages, NO_LIMIT)).isEqualTo(new RecoveryProgress(321, 0, true));
    assertThat(database.count("select count(*) from delivery where status = 0")).isEqualTo(321);
  }

  @Test
  void unknownOnesLeaveNoRecoveryBehind() {
    RecoveryProgress none = new RecoveryProgress(0, 0, true);

    assertThat(recover(messages(RecoverySelection.MAX_MESSAGE_IDS), NO_LIMIT)).isEqualTo(none);
    assertThat(recover(messages(1), Duration.ZERO)).isEqualTo(none);
  }

  @Test
  void othersFollowInTheBackgroundAfterTheTime() {
    List<UUID> messages = messages(321);
    deliver(messages, DeliveryStatus.CANCELLED);

    assertThat(recover(messages, Duration.ZERO)).isEqualTo(new RecoveryProgress(0, 0, false));
  }
}
