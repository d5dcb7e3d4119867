package webhooks.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.delivery.DeliveryStatus.CANCELLED;
import static webhooks.domain.delivery.DeliveryStatus.EXHAUSTED;
import static webhooks.domain.delivery.DeliveryStatus.PENDING;
import static webhooks.domain.delivery.DeliveryStatus.SUCCEEDED;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.Database;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.id.IdSequence;
import webhooks.domain.id.Ids;
import webhooks.domain.retention.Retention.PurgeCursor;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.WebhookRow;

/** The rows that a purge deletes, and the rows that it keeps. */
@OnEveryDatabase
class RetentionTest {
  private static final Duration OLD = Duration.ofDays(17);

  private final TestDatabase database;
  private final QueueRows rows;
  private final Instant now = Instant.now();
  private final UUID webhook = UUID.randomUUID();
  private Retention retention;

  RetentionTest(TestDatabase database) {
    this.database = database;
    rows = new QueueRows(database);
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
    database.execute("update webhook_version set version = version + 1");
    retention = new Retention(database.database(), TestSettings.with("webhooks.retention", "P14D"));
  }

  private UUID event(Duration age) {
    return events(1, age).get(0);
  }

  private List<UUID> events(int count, Duration age) {
    List<UUID> ids = Stream.generate(() -> idOf(age)).limit(count).toList();
    rows.events(ids, "type", new byte[1], OffsetDateTime.now().minus(age));
    return ids;
  }

  private UUID delivery(UUID event, DeliveryStatus status) {
    return deliveries(event, List.of(status)).get(0);
  }

  /** Inserts deliveries of the event with an attempt each. */
  private List<UUID> deliveries(UUID event, List<DeliveryStatus> statuses) {
    IdSequence sequence = new IdSequence(Ids.timeOf(event));
    List<UUID> ids = new ArrayList<>();
    List<QueueRows.Row> deliveries = new ArrayList<>();
    for (DeliveryStatus status : statuses) {
      UUID id = sequence.next();
      ids.add(id);
      deliveries.add(new QueueRows.Row(id, event, webhook, status, 1, OffsetDateTime.now()));
    }
    rows.deliveries(deliveries);
    ids.forEach(id -> rows.attempt(id, 1, 1, null, null));
    return ids;
  }

  /** Returns an id with a time in the past. */
  private UUID idOf(Duration age) {
    long time = Ids.firstOf(now.minus(age)).getMostSignificantBits();
    return new UUID(time, UUID.randomUUID().getLeastSignificantBits());
  }

  private void deletedWebhook(UUID id, Duration age) {
    new WebhookRow(id)
        .with("active", false)
        .with("activation", -1L)
        .with("deleted", true)
        .with("modified", OffsetDateTime.now().minus(age))
        .insertInto(database);
  }

  private int batches(UnaryOperator<PurgeCursor> purge) {
    PurgeCursor cursor = PurgeCursor.START;
    int count = 0;
    while (!cursor.isEnd()) {
      PurgeCursor from = cursor;
      cursor = database.inTransaction(() -> purge.apply(from));
      count++;
    }
    return count;
  }

  private void purgeAll() {
    batches(retention::purgeDeliveries);
    batches(retention::purgeEvents);
    batches(retention::purgeAuditEntries);
    database.inTransaction(
        () -> {
          retention.purgeWebhooks();
          return null;
        });
  }

  private long count(String table) {
    return database.count("select count(*) from " + table);
  }

  private boolean has(String table, UUID id) {
    return database.count("select count(*) from " + table + " where id = ?", id) == 1;
  }

  @Test
  void purgesOldFinishedDeliveries() {
    for (DeliveryStatus status : List.of(SUCCEEDED, EXHAUSTED, CANCELLED)) {
      delivery(event(OLD), status);
    }
    UUID young = delivery(event(Duration.ofDays(13)), SUCCEEDED);

    purgeAll();

    assertThat(count("delivery")).isEqualTo(1);
    assertThat(count("attempt")).isEqualTo(1);
    assertThat(count("event")).isEqualTo(1);
    assertThat(has("delivery", young)).isTrue();
  }

  /** A redelivery can come between the read of a purge and its deletion. */
  @Test
  void keepsDeliveryThatIsRequeuedMeanwhile() {
    UUID requeued = delivery(event(OLD), SUCCEEDED);
    Database meanwhile =
        new Database(database.database().dataSource()) {
          @Override
          public Connection connection() throws SQLException {
            return requeueing(super.connection(), requeued);
          }
        };

    new Retention(meanwhile, TestSettings.with()).purgeDeliveries(PurgeCursor.START);

    assertThat(has("delivery", requeued)).isTrue();
    assertThat(count("attempt")).isEqualTo(1);
  }

  private Connection requeueing(Connection connection, UUID id) {
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (arguments != null && ("" + arguments[0]).startsWith("delete from delivery")) {
                rows.requeue(id);
              }
              return method.invoke(connection, arguments);
            });
  }

  @Test
  void pendingDeliveriesFillNoBatch() {
    deliveries(event(OLD), Collections.nCopies(1000, PENDING));
    delivery(event(Duration.ofDays(15)), SUCCEEDED);

    assertThat(batches(retention::purgeDeliveries)).isEqualTo(1);
    assertThat(count("delivery")).isEqualTo(1000);
  }

  @Test
  void keepsPendingDeliveriesOfAnyAge() {
    Duration old = Duration.ofDays(100);
    UUID event = event(old);
    UUID pending = delivery(event, PENDING);
    delivery(event, SUCCEEDED);

    purgeAll();

    assertThat(has("delivery", pending)).isTrue();
    assertThat(count("delivery")).isEqualTo(1);
    assertThat(has("event", event)).isTrue();
    rows.finishAll();
    purgeAll();
    assertThat(count("event")).isZero();
    assertThat(count("attempt")).isZero();
  }

  @Test
  void purgesOldEventsWithoutDeliveries() {
    UUID young = event(Duration.ofDays(13));
    event(OLD);

    purgeAll();

    assertThat(count("event")).isEqualTo(1);
    assertThat(has("event", young)).isTrue();
  }

  @Test
  void purgesManyRowsInBatches() {
    Duration old = Duration.ofDays(20);
    UUID event = event(old);
    List<DeliveryStatus> statuses =
        IntStream.range(0, 2300).mapToObj(i -> i % 100 == 0 ? PENDING : SUCCEEDED).toList();
    deliveries(event, statuses);
    events(1100, old);

    assertThat(batches(retention::purgeDeliveries)).isEqualTo(3);
    assertThat(batches(retention::purgeEvents)).isEqualTo(2);

    assertThat(count("delivery")).isEqualTo(23);
    assertThat(count("attempt")).isEqualTo(23);
    assertThat(count("event")).isEqualTo(1);
  }

  @Test
  void purgesOldAuditEntriesInBatches() {
    retention =
        new Retention(database.database(), TestSettings.with("webhooks.audit.retention", "P30D"));
    auditEntries(2100, Duration.ofDays(31));
    List<UUID> young = auditEntries(3, Duration.ofDays(29));

    assertThat(batches(retention::purgeAuditEntries)).isEqualTo(3);

    assertThat(database.ids("select id from audit")).containsExactlyInAnyOrderElementsOf(young);
  }

  @Test
  void keepsAuditEntriesForAYearByDefault() {
    auditEntries(1, Duration.ofDays(366));
    List<UUID> young = auditEntries(1, Duration.ofDays(364));

    purgeAll();

    assertThat(database.ids("select id from audit")).containsExactlyElementsOf(young);
  }

  private List<UUID> auditEntries(int count, Duration age) {
    List<UUID> ids = Stream.generate(UUID::randomUUID).limit(count).toList();
    OffsetDateTime happened = OffsetDateTime.now().minus(age);
    database.executeAll(
        "insert into audit (id, happened, action, client_id) values (?, ?, 'webhook.created', 'c')",
        ids.stream().map(id -> new Object[] {id, happened}).toList());
    return ids;
  }

  @Test
  void purgesDeletedWebhookAfterItsLastDelivery() {
    deletedWebhook(webhook, Duration.ofDays(15));
    UUID lately = UUID.randomUUID();
    UUID unknown = UUID.randomUUID();
    deletedWebhook(lately, Duration.ofDays(13));
    String streak = "(?, 'account', 1, current_timestamp)";
    String insert = "insert into failure_streak (webhook_id, account_id, failures, since) values ";
    database.execute(insert + streak + ", " + streak, unknown, lately);
    UUID delivery = delivery(event(Duration.ofDays(1)), CANCELLED);

    purgeAll();
    assertThat(count("webhook")).isEqualTo(2);
    assertThat(count("failure_streak")).isEqualTo(1);
    rows.delete(delivery);
    purgeAll();
    assertThat(count("webhook")).isEqualTo(1);
    assertThat(has("webhook", lately)).isTrue();
  }
}
