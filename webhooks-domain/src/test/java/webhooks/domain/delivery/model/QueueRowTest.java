package webhooks.domain.delivery.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
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
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptHeaders;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Outcome;
import webhooks.domain.delivery.model.QueueRow.Due;
import webhooks.domain.delivery.queue.DeliveryQueue;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.Settings;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.webhook.PendingDeactivations;
import webhooks.domain.webhook.WebhookRow;

/**
 * Holds the model to the product: each statement of the queue changes each row in the same way as
 * the model's method.
 */
@OnEveryDatabase
class QueueRowTest {
  private static final int OLD_LEASE = 1;
  private static final int NEW_LEASE = 2;
  private static final int ATTEMPTS = 3;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final UUID EVENT = UUID.randomUUID();

  private final TestDatabase database;
  private final Map<UUID, QueueRow> rows = new LinkedHashMap<>();
  private UUID webhook;
  private DeliveryQueue queue;

  QueueRowTest(TestDatabase database) {
    this.database = database;
  }

  /** The statements of a test. */
  @FunctionalInterface
  private interface Statements {
    void run() throws Exception;
  }

  /** Compares for a webhook that is active, and for one that is inactive. */
  private void compare(
      Statements statements, BiFunction<QueueRow, WebhookVersion, QueueRow> expected) {
    for (int changes = 2; changes <= 3; changes++) {
      WebhookVersion version = new WebhookVersion(changes);
      insertAll(version);
      database.inTransaction(
          () -> {
            statements.run();
            return null;
          });
      Map<UUID, QueueRow> changed = new LinkedHashMap<>();
      rows.forEach((id, row) -> changed.put(id, meaningful(expected.apply(row, version))));
      assertThat(inDatabase()).isEqualTo(changed);
    }
  }

  @Test
  void redeliversLikeTheModel() {
    RequeueRepository requeues =
        new RequeueRepository(database.database(), new AuditTrail(database.database()));
    compare(
        () -> {
          for (UUID id : rows.keySet()) {
            Actor owner = new Actor("client", Optional.empty());
            requeues.redeliver(webhook, id, AuditEntry.of(owner, AuditAction.DELIVERY_REDELIVERED));
          }
        },
        QueueRow::redelivered);
  }

  @ParameterizedTest
  @EnumSource(names = "SUCCEEDED", mode = EnumSource.Mode.EXCLUDE)
  void recoversLikeTheModel(DeliveryStatus status) {
    RequeueRepository requeues = new RequeueRepository(database.database());
    compare(
        () ->
            requeues.recover(
                webhook, status, Cursor.before(Instant.EPOCH), Instant.now().plus(HOUR)),
        (row, version) ->
            row.status() == status && !(row.isPending() && version.isDeliverable(row.activation()))
                ? row.recovered(version)
                : row);
  }

  @ParameterizedTest
  @EnumSource(names = "CANCELLED", mode = EnumSource.Mode.EXCLUDE)
  void recordsLikeTheModel(DeliveryStatus outcome) {
    compare(
        () -> queue.record(leased().stream().map(one -> outcome(one, outcome)).toList()),
        (row, version) ->
            ifLeased(
                row,
                before ->
                    before.recorded(
                        outcome, ATTEMPTS + 1, version.isDeliverable(before.activation()))));
  }

  @Test
  void returnsLikeTheModel() {
    compare(
        () -> queue.returnToBacklog(leased()),
        (row, version) -> ifLeased(row, QueueRow::inBacklog));
    compare(() -> queue.release(leased()), (row, version) -> ifLeased(row, QueueRow::released));
  }

  @Test
  void claimsLikeTheModel() {
    compare(
        () -> {
          CountedSlots slots = CountedSlots.enough();
          queue.claimBacklog(slots, Map.of(webhook, slots.take(webhook, rows.size())));
        },
        (row, version) -> row.isInBacklog() ? claimed(row, version) : row);
  }

  /**
   * Leaves out two columns that mean nothing for a finished delivery, because a requeue sets both
   * again. A database need not keep them.
   */
  private static QueueRow meaningful(QueueRow row) {
    return row.isPending()
        ? row
        : new QueueRow(
            row.status(), row.due(), row.lease(), row.attempts(), 0, 0, row.activation());
  }

  private static QueueRow claimed(QueueRow row, WebhookVersion version) {
    return version.isDeliverable(row.activation()) ? row.leased(NEW_LEASE) : row.cancelled();
  }

  private static QueueRow ifLeased(QueueRow row, UnaryOperator<QueueRow> change) {
    return row.lease() == OLD_LEASE ? change.apply(row) : row;
  }

  private static Outcome outcome(LeasedDelivery delivery, DeliveryStatus status) {
    Attempt attempt =
        new Attempt(
            Instant.now(),
            Duration.ZERO,
            OptionalInt.of(500),
            Optional.empty(),
            new byte[0],
            Optional.empty(),
            AttemptHeaders.NONE);
    return new Outcome(delivery, attempt, 1, status, HOUR);
  }

  /** Returns all deliveries as a node would have leased them, with another lease in the others. */
  private List<LeasedDelivery> leased() {
    Lease lease = new Lease(token(OLD_LEASE), HOUR, 0);
    return rows.keySet().stream()
        .map(id -> new LeasedDelivery(id, webhook, 1, EVENT, ATTEMPTS + 1, 1, new byte[0], lease))
        .toList();
  }

  private static UUID token(int lease) {
    return lease == QueueRow.NO_LEASE ? null : new UUID(0, lease);
  }

  private void insertAll(WebhookVersion version) {
    database.clear();
    rows.clear();
    Settings.Delivery delivery =
        new Settings.Delivery(HOUR, List.of(), 1, 1, List.of(), Optional.empty(), Optional.empty());
    queue =
        new DeliveryQueue(
            database.database(),
            new Subscriptions(WebhookRow.CIPHER),
            NodeSettings.of(delivery),
            new PendingDeactivations(),
            new FiredEvents());
    webhook =
        new WebhookRow()
            .with("active", version.isActive())
            .with("activation", (long) version.activation())
            .insertInto(database);
    database.execute(
        "insert into event (id, event_type, account_id, itwin_id, body, created)"
            + " values (?, 'type', 'account', 'itwin', ?, current_timestamp)",
        EVENT,
        new byte[1]);
    for (int activation = 1; activation <= version.activation(); activation++) {
      for (int redeliveries = 0; redeliveries <= 2; redeliveries++) {
        insert(DeliveryStatus.PENDING, Due.NEVER, QueueRow.NO_LEASE, redeliveries, activation);
        insert(DeliveryStatus.PENDING, Due.LATER, QueueRow.NO_LEASE, redeliveries, activation);
        insert(DeliveryStatus.PENDING, Due.NOW, QueueRow.NO_LEASE, redeliveries, activation);
        insert(DeliveryStatus.PENDING, Due.LATER, OLD_LEASE, redeliveries, activation);
        insert(DeliveryStatus.PENDING, Due.NOW, OLD_LEASE, redeliveries, activation);
      }
      for (int redeliveries = 0; redeliveries <= 1; redeliveries++) {
        insert(DeliveryStatus.SUCCEEDED, Due.NEVER, QueueRow.NO_LEASE, redeliveries, activation);
        insert(DeliveryStatus.EXHAUSTED, Due.NEVER, QueueRow.NO_LEASE, redeliveries, activation);
        insert(DeliveryStatus.CANCELLED, Due.NEVER, QueueRow.NO_LEASE, redeliveries, activation);
      }
    }
  }

  private void insert(DeliveryStatus status, Due due, int lease, int redeliveries, int activation) {
    UUID id = Ids.next();
    rows.put(id, new QueueRow(status, due, lease, ATTEMPTS, 1, redeliveries, activation));
    String dueAt =
        switch (due) {
          case NEVER -> "null";
          case NOW -> "current_timestamp - interval '1' hour";
          default -> "current_timestamp + interval '1' hour";
        };
    database.execute(
        ("insert into delivery (id, event_id, webhook_id, activation, status, attempts,"
                + " attempts_before, redeliveries, lease, due_at, created)"
                + " values (?, ?, ?, ?, ?, ?, 1, ?, ?, %s, current_timestamp)")
            .formatted(dueAt),
        id,
        EVENT,
        webhook,
        activation,
        status.number(),
        ATTEMPTS,
        redeliveries,
        token(lease));
  }

  private Map<UUID, QueueRow> inDatabase() {
    return database.inTransaction(
        () -> {
          Map<UUID, QueueRow> found = new LinkedHashMap<>();
          try (Connection connection = database.database().connection();
              PreparedStatement select =
                  connection.prepareStatement(
                      "select d.*, due_at <= current_timestamp as is_due from delivery d");
              ResultSet row = select.executeQuery()) {
            while (row.next()) {
              found.put(row.getObject("id", UUID.class), meaningful(read(row)));
            }
          }
          return found;
        });
  }

  private static QueueRow read(ResultSet row) throws SQLException {
    Due future = row.getBoolean("is_due") ? Due.NOW : Due.LATER;
    UUID lease = row.getObject("lease", UUID.class);
    int leased = token(OLD_LEASE).equals(lease) ? OLD_LEASE : NEW_LEASE;
    return new QueueRow(
        DeliveryStatus.of(row.getInt("status")),
        row.getObject("due_at") == null ? Due.NEVER : future,
        lease == null ? QueueRow.NO_LEASE : leased,
        row.getInt("attempts"),
        row.getInt("attempts_before"),
        row.getInt("redeliveries"),
        row.getInt("activation"));
  }
}
