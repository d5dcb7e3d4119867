package webhooks.domain.delivery.history.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.EventRows;
import webhooks.domain.delivery.history.EventRows.EventRow;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.RequeueLimit;
import webhooks.domain.delivery.history.reconcile.Reconciled.DifferingHour;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.SelectingWebhooks;
import webhooks.domain.webhook.StoredWebhooks;
import webhooks.domain.webhook.WebhookRow;

/** A receiver that lost its database finds the missing events, and gets exactly these again. */
@OnEveryDatabase
class ReconciliationTest {
  private static final Caller OWNER = Callers.tenant("client", "account");
  private static final Instant HOUR =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(5));

  private final TestDatabase database;
  private final TestEntities entities;
  private final EventRows rows;
  private StoredWebhooks webhooks;
  private Reconciliation reconciliation;
  private UUID webhook;

  ReconciliationTest(TestDatabase database) {
    this.database = database;
    this.entities = new TestEntities(database);
    this.rows = new EventRows(database);
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    database.clear();
    webhook = new WebhookRow().insertInto(database);
    webhooks = new StoredWebhooks(database, entities);
    reconciliation =
        new Reconciliation(
            webhooks.access(),
            new RequeueLimit(),
            TestSettings.with(),
            new TransactionalReads(),
            new TransactionalRequeues());
  }

  @AfterEach
  void close() {
    entities.close();
  }

  private final class TransactionalReads extends ReconcileRepository {
    private final ReconcileRepository real = new ReconcileRepository(database.database());

    @Override
    public List<ReconciledDelivery> next(UUID of, Cursor after, Instant end) {
      return database.inTransaction(() -> real.next(of, after, end));
    }
  }

  private final class TransactionalRequeues extends RequeueRepository {
    private final RequeueRepository real =
        new RequeueRepository(database.database(), new AuditTrail(database.database()));

    @Override
    public Instant now() {
      return real.now();
    }

    @Override
    public int redeliverAll(UUID of, Collection<UUID> ids, long before, AuditEntry entry) {
      return database.inTransaction(() -> real.redeliverAll(of, ids, before, entry));
    }
  }

  /**
   * Inserts a delivery whose event has a time some minutes after an hour, stored a second later.
   */
  private UUID deliver(long hour, long minutes, DeliveryStatus status) {
    return deliver(HOUR.plus(Duration.ofHours(hour)).plusSeconds(60 * minutes), status, 1);
  }

  private UUID deliver(Instant enqueued, DeliveryStatus status, long secondsLater) {
    EventRow event = EventRow.of(HistoryRows.TYPE, enqueued);
    rows.deliver(event, enqueued.plusSeconds(secondsLater), webhook, status);
    return event.messageId();
  }

  private static Map<String, Object> hour(long hour, UUID... ids) {
    HourDigest digest = new HourDigest();
    for (UUID id : ids) {
      digest.add(id);
    }
    return new HashMap<>(
        Map.of(
            "hour", HOUR.plus(Duration.ofHours(hour)).toString(),
            "count", BigDecimal.valueOf(digest.count()),
            "hash", digest.hash()));
  }

  private static Map<String, Object> request(List<?> hours, UUID... messageIds) {
    Map<String, Object> members = new HashMap<>();
    members.put("since", HOUR.toString());
    members.put("until", HOUR.plus(Duration.ofHours(3)).toString());
    members.put("hours", hours);
    if (messageIds.length > 0) {
      List<String> ids = new ArrayList<>();
      for (UUID id : messageIds) {
        ids.add(id.toString());
      }
      members.put("messageIds", ids);
    }
    return members;
  }

  private Reconciled reconcile(Map<String, Object> members) {
    return reconciliation.reconcile(
        OWNER, webhook.toString(), new ReconcileDeliveries(members, List.of()));
  }

  private long pending() {
    return database.count(
        "select count(*) from delivery_pending where due_at is null and attempts_before = 1");
  }

  @Test
  void returnsTheHoursThatDiffer() {
    UUID first = deliver(0, 0, DeliveryStatus.SUCCEEDED);
    UUID second = deliver(0, 59, DeliveryStatus.EXHAUSTED);
    UUID third = deliver(1, 1, DeliveryStatus.PENDING);
    deliver(1, 2, DeliveryStatus.CANCELLED);
    deliver(3, 0, DeliveryStatus.SUCCEEDED);

    Reconciled found = reconcile(request(List.of(hour(0, second, first), hour(2, first))));

    assertThat(found.hours())
        .containsExactly(
            new DifferingHour(
                HOUR.plus(Duration.ofHours(1)), 1, (String) hour(1, third).get("hash"), 1),
            new DifferingHour(HOUR.plus(Duration.ofHours(2)), 0, "0".repeat(64), 0));
    assertThat(found.redelivered()).isEmpty();
    assertThat(pending()).isZero();
  }

  @Test
  void redeliversExactlyWhatIsMissing() {
    UUID first = deliver(0, 0, DeliveryStatus.SUCCEEDED);
    UUID known = deliver(1, 1, DeliveryStatus.SUCCEEDED);
    deliver(1, 2, DeliveryStatus.SUCCEEDED);
    deliver(1, 3, DeliveryStatus.EXHAUSTED);
    deliver(1, 4, DeliveryStatus.PENDING);
    deliver(1, 5, DeliveryStatus.CANCELLED);
    Map<String, Object> request =
        request(List.of(hour(0, first), hour(1, known)), known, UUID.randomUUID());

    Reconciled found = reconcile(request);

    assertThat(found.redelivered()).hasValue(2);
    assertThat(found.pending()).hasValue(1);
    assertThat(pending()).isEqualTo(2);
    assertThat(database.count("select count(*) from delivery_pending")).isEqualTo(3);
    assertThat(
            database.count(
                "select count(*) from audit where action = 'deliveries.reconciled'"
                    + " and detail = 'count=2'"))
        .isEqualTo(1);

    assertThat(reconcile(request).redelivered()).as("a repeat").hasValue(0);
    assertThat(pending()).isEqualTo(2);
  }

  /** Without hours the ids decide about the whole period. */
  @Test
  void redeliversByIdsAlone() {
    UUID known = deliver(0, 10, DeliveryStatus.SUCCEEDED);
    deliver(0, 11, DeliveryStatus.SUCCEEDED);
    deliver(0, 12, DeliveryStatus.SUCCEEDED);
    Map<String, Object> request = request(null, known);
    request.put("since", HOUR.plusSeconds(600).toString());
    request.put("until", HOUR.plusSeconds(720).toString());

    assertThat(reconcile(request).redelivered()).hasValue(1);
  }

  @Test
  void timeOfTheEventDecidesAboutTheHour() {
    UUID late = deliver(HOUR.plusSeconds(3599), DeliveryStatus.SUCCEEDED, 5 * 3600);
    UUID early = deliver(HOUR.plusSeconds(1), DeliveryStatus.SUCCEEDED, -1800);
    deliver(HOUR.plusSeconds(2), DeliveryStatus.SUCCEEDED, 7 * 3600);
    deliver(HOUR.plusSeconds(3), DeliveryStatus.SUCCEEDED, -2 * 3600);

    assertThat(reconcile(request(List.of(hour(0, late, early)))).hours()).isEmpty();
  }

  @Test
  void readsInBatches() {
    int many = ReconcileRepository.MAX_BATCH + 3;
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      ids.add(UUID.randomUUID());
    }
    rows.deliverAll(ids, HOUR.plusSeconds(5), webhook, DeliveryStatus.SUCCEEDED);
    UUID[] all = ids.toArray(UUID[]::new);

    assertThat(reconcile(request(List.of(hour(0, all)))).hours()).isEmpty();
    assertThat(reconcile(request(List.of(), ids.get(7))).redelivered()).hasValue(many - 1L);
    String counted = "select count(*) from audit where detail = ?";
    assertThat(database.count(counted, "count=" + (many - 1))).isEqualTo(1);
  }

  @Test
  void leavesOutErasedPayloads() {
    deliver(0, 10, DeliveryStatus.SUCCEEDED);
    database.execute("update delivery_finished set payload_erased = true");
    deliver(0, 11, DeliveryStatus.SUCCEEDED);

    assertThat(reconcile(request(null, UUID.randomUUID())).redelivered()).hasValue(1);
    assertThat(database.count("select count(*) from audit where detail = 'count=1'")).isEqualTo(1);
    database.execute("delete from delivery_pending");
    deliver(0, 12, DeliveryStatus.SUCCEEDED);
    SelectingWebhooks.putOptions(database, webhook, "{'retention':{'payload':'PT1M'}}");

    assertThat(reconcile(request(null, UUID.randomUUID())).redelivered()).hasValue(0);
    assertThat(pending()).isZero();
  }

  /** Otherwise the payload would stay after its delivery ends again. */
  @Test
  void payloadsOfRedeliveriesAreLookedAtAgain() {
    deliver(0, 10, DeliveryStatus.SUCCEEDED);
    SelectingWebhooks.putOptions(database, webhook, "{'retention':{'payload':'P1D'}}");
    database.execute("update webhook_options set payload_swept = current_timestamp");

    assertThat(reconcile(request(null, UUID.randomUUID())).redelivered()).hasValue(1);

    assertThat(database.count("select count(*) from webhook_options where payload_swept is null"))
        .isEqualTo(1);
  }

  @Test
  void otherWebhooksStayUnchanged() {
    UUID other = new WebhookRow().insertInto(database);
    rows.deliver(EventRow.of(HistoryRows.TYPE, HOUR), HOUR, other, DeliveryStatus.SUCCEEDED);

    Reconciled found = reconcile(request(List.of(), UUID.randomUUID()));

    assertThat(found.hours()).isEmpty();
    assertThat(found.redelivered()).hasValue(0);
  }

  @Test
  void needsWhatARedeliveryNeeds() {
    Map<String, Object> request = request(List.of());
    assertRefused(
        () ->
            reconciliation.reconcile(
                Callers.tenant("other", "account"),
                webhook.toString(),
                new ReconcileDeliveries(request, List.of())),
        ErrorCode.WEBHOOK_NOT_FOUND);
    webhooks.activate(webhook, false);
    assertRefused(() -> reconcile(request), ErrorCode.INVALID_REQUEST);
  }

  private static void assertRefused(Runnable call, ErrorCode code) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
  }
}
