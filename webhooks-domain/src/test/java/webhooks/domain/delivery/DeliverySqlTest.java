package webhooks.domain.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.delivery.DeliveryRows.LATER;
import static webhooks.domain.delivery.DeliveryRows.LEASE;
import static webhooks.domain.delivery.DeliveryRows.NEW_LEASE;
import static webhooks.domain.delivery.DeliveryRows.NOW;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import webhooks.domain.FiredEvents;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.model.Delivery;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.delivery.queue.requeue.Recovery;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.settings.DeliverySettings;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.webhook.PendingDeactivations;
import webhooks.domain.webhook.WebhookRow;

/**
 * Holds the SQL of both databases to {@link Delivery}: each statement of the queue changes each row
 * in the same way as the method.
 */
@OnEveryDatabase
class DeliverySqlTest {
  private static final int ATTEMPTS = 3;
  private static final Duration HOUR = Duration.ofHours(1);

  private final TestDatabase database;
  private final Map<UUID, Delivery> rows = new LinkedHashMap<>();
  private final DeliveryRows table;
  private UUID webhook;
  private DeliveryQueue queue;

  DeliverySqlTest(TestDatabase database) {
    this.database = database;
    this.table = new DeliveryRows(database);
  }

  @FunctionalInterface
  private interface Statements {
    void run() throws Exception;
  }

  /** The webhook: its present activation, and whether it is active. */
  private record Activation(boolean active, long number) {
    boolean covers(Delivery row) {
      return active && row.activation() == number;
    }
  }

  /** Compares for a webhook that is active, and for one that is inactive. */
  private void compare(Statements statements, BiFunction<Delivery, Activation, Delivery> expected) {
    for (boolean active : new boolean[] {true, false}) {
      Activation activation = new Activation(active, 2);
      insertAll(activation);
      database.inTransaction(
          () -> {
            statements.run();
            return null;
          });
      Map<UUID, Delivery> before = meaningful(rows);
      Map<UUID, Delivery> after = new LinkedHashMap<>();
      rows.forEach((id, row) -> after.put(id, expected.apply(row, activation)));
      assertThat(meaningful(table.all())).isEqualTo(meaningful(after)).isNotEqualTo(before);
    }
  }

  /**
   * Leaves out a column that means nothing for a finished delivery, because a requeue sets it
   * again. A database need not keep it.
   */
  private static Map<UUID, Delivery> meaningful(Map<UUID, Delivery> rows) {
    Map<UUID, Delivery> meaningful = new LinkedHashMap<>(rows);
    meaningful.replaceAll(
        (id, row) ->
            row.isPending()
                ? row
                : new Delivery(
                    row.status(),
                    row.lease(),
                    row.dueAt(),
                    row.attempts(),
                    0,
                    row.redeliveries(),
                    row.activation()));
    return meaningful;
  }

  @Test
  void redelivers() {
    RequeueRepository requeues =
        new RequeueRepository(database.database(), new AuditTrail(database.database()));
    compare(
        () -> {
          for (UUID id : rows.keySet()) {
            Actor owner = new Actor("client", Optional.empty());
            requeues.redeliver(webhook, id, AuditEntry.of(owner, AuditAction.DELIVERY_REDELIVERED));
          }
        },
        (row, present) -> row.redelivered(present.number(), present.covers(row), NOW));
  }

  @ParameterizedTest
  @EnumSource(names = "SUCCEEDED", mode = EnumSource.Mode.EXCLUDE)
  void recovers(DeliveryStatus status) {
    compare(
        () -> recover(status, false),
        (row, present) ->
            row.status() == status ? row.recovered(present.number(), present.covers(row)) : row);
    compare(
        () -> recover(status, true),
        (row, present) ->
            row.status() == status
                ? row.recoveredWithRetries(present.number(), present.covers(row), NOW)
                : row);
  }

  private void recover(DeliveryStatus status, boolean withRetries) {
    new RequeueRepository(database.database())
        .recover(
            Recovery.of(
                    webhook,
                    Instant.EPOCH,
                    Instant.now().plus(HOUR),
                    List.of(status),
                    UUID.randomUUID())
                .withRetries(withRetries));
  }

  @ParameterizedTest
  @EnumSource(names = "CANCELLED", mode = EnumSource.Mode.EXCLUDE)
  void records(DeliveryStatus status) {
    Delivery.Result result = new Delivery.Result(LEASE, ATTEMPTS + 1, status, LATER, false);
    compare(
        () -> queue.record(leased().stream().map(one -> outcome(one, status)).toList()),
        (row, present) -> row.recorded(result, present.covers(row), NOW));
  }

  @Test
  void recordsAttemptsThatBusyNodeExcuses() {
    var result = new Delivery.Result(LEASE, ATTEMPTS + 1, DeliveryStatus.PENDING, NOW, true);
    compare(
        () -> queue.record(leased().stream().map(DeliverySqlTest::excused).toList()),
        (row, present) -> row.recorded(result, present.covers(row), NOW));
  }

  @Test
  void releases() {
    compare(() -> queue.returnToBacklog(leased()), (row, present) -> row.returned(LEASE));
    compare(() -> queue.release(leased()), (row, present) -> row.released(LEASE, NOW));
  }

  @Test
  void claimsFromBacklog() {
    compare(
        () -> {
          CountedSlots slots = CountedSlots.enough();
          queue.claimBacklog(slots, Map.of(webhook, slots.take(webhook, rows.size())));
        },
        (row, present) -> row.dueAt().isEmpty() ? claimed(row, present) : row);
  }

  @Test
  void claimsWhatIsDue() {
    compare(
        () -> queue.claimDue(CountedSlots.enough(), rows.size(), HOUR.multipliedBy(2)),
        (row, present) -> row.dueAt().isPresent() ? claimed(row, present) : row);
  }

  @Test
  void movesWhatIsDueToBacklogWithoutSlotOfItsWebhook() {
    compare(
        () -> queue.claimDue(new CountedSlots(rows.size(), 0), rows.size(), HOUR.multipliedBy(2)),
        (row, present) ->
            row.dueAt().isEmpty() || !row.isClaimable(NOW)
                ? row
                : present.covers(row) ? row.movedToBacklog(NOW) : row.cancelled(false));
  }

  private static Delivery claimed(Delivery row, Activation present) {
    if (!row.isClaimable(NOW)) {
      return row;
    }
    return present.covers(row) ? row.claimed(NEW_LEASE, LATER, NOW) : row.cancelled(false);
  }

  private static Outcome outcome(LeasedDelivery delivery, DeliveryStatus status) {
    Attempt attempt = TestAttempts.failed(AttemptError.CONNECT, Optional.empty());
    return new Outcome(delivery, attempt, 1, status, HOUR);
  }

  private static Outcome excused(LeasedDelivery delivery) {
    Attempt attempt = TestAttempts.ofBusyNode();
    return new Outcome(delivery, attempt, 1, DeliveryStatus.PENDING, Duration.ZERO);
  }

  /** Returns all deliveries as a node would have leased them, with another lease in the others. */
  private List<LeasedDelivery> leased() {
    Lease lease = new Lease(LEASE, HOUR, 0);
    return rows.keySet().stream()
        .map(
            id ->
                new LeasedDelivery(
                    id,
                    webhook,
                    1,
                    ATTEMPTS + 1,
                    1,
                    EventBody.of(DeliveryRows.EVENT, new byte[0]),
                    lease))
        .toList();
  }

  private void insertAll(Activation present) {
    database.clear();
    rows.clear();
    DeliverySettings delivery =
        new DeliverySettings(
            HOUR, List.of(), 1, 1, List.of(), Optional.empty(), Optional.empty(), false);
    queue =
        new DeliveryQueue(
            database.database(),
            new Subscriptions(WebhookRow.CIPHER),
            NodeSettings.of(delivery),
            new PendingDeactivations(),
            new FiredEvents());
    webhook =
        new WebhookRow()
            .with("active", present.active())
            .with("activation", present.number())
            .insertInto(database);
    table.insertEvent();
    for (long activation = 1; activation <= present.number(); activation++) {
      for (int redeliveries = 0; redeliveries <= 2; redeliveries++) {
        insert(DeliveryStatus.PENDING, null, null, redeliveries, activation);
        insert(DeliveryStatus.PENDING, null, LATER, redeliveries, activation);
        insert(DeliveryStatus.PENDING, null, NOW, redeliveries, activation);
        insert(DeliveryStatus.PENDING, LEASE, LATER, redeliveries, activation);
        insert(DeliveryStatus.PENDING, LEASE, NOW, redeliveries, activation);
      }
      for (int redeliveries = 1; redeliveries <= 2; redeliveries++) {
        insertRequeued(LATER, redeliveries, activation);
        insertRequeued(NOW, redeliveries, activation);
      }
      insert(DeliveryStatus.SUCCEEDED, null, null, 0, activation);
      insert(DeliveryStatus.EXHAUSTED, null, null, 0, activation);
      insert(DeliveryStatus.CANCELLED, null, null, 0, activation);
    }
  }

  private void insert(
      DeliveryStatus status, UUID lease, Instant dueAt, int redeliveries, long activation) {
    Delivery row =
        new Delivery(
            status,
            Optional.ofNullable(lease),
            Optional.ofNullable(dueAt),
            ATTEMPTS,
            1,
            redeliveries,
            activation);
    rows.put(table.insert(webhook, row), row);
  }

  /** Inserts a leased delivery that was requeued after the activation of its lease. */
  private void insertRequeued(Instant dueAt, int redeliveries, long activation) {
    Delivery row =
        new Delivery(
            DeliveryStatus.PENDING,
            Optional.of(LEASE),
            Optional.of(dueAt),
            ATTEMPTS,
            DeliveryRules.VOID_LEASE,
            redeliveries,
            activation);
    assertThat(row.isLeaseVoid()).isTrue();
    rows.put(table.insert(webhook, row), row);
  }
}
