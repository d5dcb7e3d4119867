package webhooks.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.Ids;
import webhooks.domain.retention.Retention.PurgeCursor;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.subscription.Subscriptions;

/** What is purged, and what never is. */
@OnEveryDatabase
class RetentionTest {
  private static final int PENDING = 0;
  private static final int SUCCEEDED = 1;
  private static final int EXHAUSTED = 2;
  private static final int CANCELLED = 3;

  private final TestDatabase database;
  private final UUID webhook = UUID.randomUUID();
  private final SecretCipher cipher =
      SecretCipher.of(
          TestSettings.with(
              "webhooks.encryption.key", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
          false);
  private Subscriptions subscriptions;
  private Retention retention;

  RetentionTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    for (String table : List.of("failure_streak", "attempt", "delivery", "event", "webhook")) {
      database.execute("delete from " + table);
    }
    subscriptions = new Subscriptions(cipher);
    database.execute("update webhook_version set version = version + 1");
    retention =
        new Retention(
            database.database(), TestSettings.with("webhooks.retention", "P14D"), subscriptions);
  }

  private UUID event(Duration age) {
    UUID id = UUID.randomUUID();
    database.execute(
        "insert into event (id, event_type, account_id, itwin_id, body, created)"
            + " values (?, 'type', 'account', 'account', ?, cast(? as timestamp with time zone))",
        id,
        new byte[1],
        Instant.now().minus(age).toString());
    return id;
  }

  private UUID delivery(UUID event, int status, Duration age) {
    UUID id = Ids.firstOf(Instant.now().minus(age));
    id = new UUID(id.getMostSignificantBits(), UUID.randomUUID().getLeastSignificantBits());
    database.execute(
        "insert into delivery (id, event_id, webhook_id, activation, status, attempts, due_at,"
            + " created) values (?, ?, ?, 1, ?, 1, null, current_timestamp)",
        id,
        event,
        webhook,
        status);
    database.execute(
        "insert into attempt (delivery_id, number, started, duration_ms)"
            + " values (?, 1, current_timestamp, 1)",
        id);
    return id;
  }

  private void deletedWebhook(UUID id, Duration age) {
    database.execute(
        """
        insert into webhook (id, client_id, account_id, scope, scope_id, active, activation,
          event_types, key_id, callback_url, secret, created, modified, version, deleted)
        values (?, '', '', 'Account', 'a', false, -1, 't', ?, ?, ?, current_timestamp,
          cast(? as timestamp with time zone), (select version from webhook_version), true)
        """,
        id,
        cipher.keyId(),
        cipher.encrypt(id, EncryptedColumn.CALLBACK_URL, "https://deleted.invalid/"),
        cipher.encrypt(id, EncryptedColumn.SECRET, ""),
        Instant.now().minus(age).toString());
  }

  private int batches(UnaryOperator<PurgeCursor> purge) {
    PurgeCursor place = PurgeCursor.START;
    int count = 0;
    while (!place.isEnd()) {
      PurgeCursor from = place;
      place = database.inTransaction(() -> purge.apply(from));
      count++;
    }
    return count;
  }

  private void purgesAll() {
    batches(retention::purgeDeliveries);
    batches(retention::purgeEvents);
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

  private Void refresh() throws SQLException {
    try (Connection connection = database.database().connection()) {
      subscriptions.refresh(connection);
      return null;
    }
  }

  @Test
  void finishedDeliveriesGoAfterTheirTimeWithAttemptsAndEvent() {
    Duration old = Duration.ofDays(16);
    for (int status : new int[] {SUCCEEDED, EXHAUSTED, CANCELLED}) {
      delivery(event(old), status, old);
    }
    UUID young = delivery(event(Duration.ofDays(13)), SUCCEEDED, Duration.ofDays(13));

    purgesAll();

    assertThat(count("delivery")).isEqualTo(1);
    assertThat(count("attempt")).isEqualTo(1);
    assertThat(count("event")).isEqualTo(1);
    assertThat(has("delivery", young)).isTrue();
  }

  @Test
  void pendingDeliveryStaysHoweverOldAndSoDoesItsEvent() {
    Duration old = Duration.ofDays(100);
    UUID event = event(old);
    UUID pending = delivery(event, PENDING, old);
    delivery(event, SUCCEEDED, old);

    purgesAll();

    assertThat(has("delivery", pending)).isTrue();
    assertThat(count("delivery")).isEqualTo(1);
    assertThat(has("event", event)).isTrue();
    database.execute("update delivery set status = 1");
    purgesAll();
    assertThat(count("event")).isZero();
    assertThat(count("attempt")).isZero();
  }

  @Test
  void eventIsNeededByADeliveryWhoseNodesClockIsHoursOff() {
    UUID late = event(Duration.ofDays(20));
    delivery(late, PENDING, Duration.ofDays(20).plusHours(23));
    UUID early = event(Duration.ofDays(20));
    delivery(early, PENDING, Duration.ofDays(20).minusHours(23));

    purgesAll();

    assertThat(has("event", late)).isTrue();
    assertThat(has("event", early)).isTrue();
  }

  @Test
  void eventsThatWentNowhereAreKeptForRepeatsAndThenGo() {
    UUID young = event(Duration.ofDays(14));
    event(Duration.ofDays(16));

    purgesAll();

    assertThat(count("event")).isEqualTo(1);
    assertThat(has("event", young)).isTrue();
  }

  @Test
  void manyGoInBatchesWhateverStaysBetweenThem() {
    Duration old = Duration.ofDays(20);
    UUID event = event(old);
    for (int i = 0; i < 2300; i++) {
      delivery(event, i % 100 == 0 ? PENDING : SUCCEEDED, old.plusMinutes(i));
    }
    for (int i = 0; i < 1100; i++) {
      event(old);
    }

    assertThat(batches(retention::purgeDeliveries)).isEqualTo(3);
    assertThat(batches(retention::purgeEvents)).isEqualTo(2);

    assertThat(count("delivery")).isEqualTo(23);
    assertThat(count("attempt")).isEqualTo(23);
    assertThat(count("event")).isEqualTo(1);
  }

  @Test
  void deletedWebhookGoesWithItsLastDelivery() {
    deletedWebhook(webhook, Duration.ofDays(15));
    UUID lately = UUID.randomUUID();
    deletedWebhook(lately, Duration.ofDays(13));
    UUID unknown = UUID.randomUUID();
    database.execute("insert into failure_streak values (?, 1, current_timestamp)", unknown);
    database.execute("insert into failure_streak values (?, 1, current_timestamp)", lately);
    UUID delivery = delivery(event(Duration.ofDays(1)), CANCELLED, Duration.ofDays(1));
    database.inTransaction(this::refresh);

    purgesAll();
    assertThat(count("webhook")).isEqualTo(2);
    assertThat(subscriptions.find(webhook)).isPresent();
    assertThat(count("failure_streak")).isEqualTo(1);

    database.execute("delete from delivery where id = ?", delivery);
    purgesAll();
    assertThat(count("webhook")).isEqualTo(1);
    assertThat(has("webhook", lately)).isTrue();
    assertThat(subscriptions.find(webhook)).isEmpty();
    assertThat(subscriptions.find(lately)).isPresent();
  }
}
