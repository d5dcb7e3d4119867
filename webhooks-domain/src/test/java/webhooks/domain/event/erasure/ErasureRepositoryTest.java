package webhooks.domain.event.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.FiredEvents;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.error.Refusal;
import webhooks.domain.event.erasure.EraseEvents.ErasureOrder;
import webhooks.domain.id.Ids;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.webhook.WebhookRow;

/** Erasures of all events with a value: their steps, on one node after another. */
@OnEveryDatabase
class ErasureRepositoryTest {
  private static final String TYPE = "iModels.changesReady.v1";
  private static final String VALUE = "canary@example";
  private static final ErasureOrder ORDER =
      new ErasureOrder("account", new ErasureCriteria("$.content.userId", VALUE));
  private static final String BODIES = "select count(*) from event where octet_length(body) > 0";

  private final TestDatabase database;
  private final FiredEvents fired = new FiredEvents();
  private QueueRows rows;

  ErasureRepositoryTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
    rows = new QueueRows(database);
  }

  /** Returns the repository of another node. */
  private ErasureRepository node() {
    return new ErasureRepository(
        database.database(),
        WebhookRow.CIPHER,
        NodeSettings.of(null),
        fired,
        new AuditTrail(database.database()));
  }

  private List<UUID> events(int count, String user) {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(Ids.next());
    }
    String body = "{\"content\":{\"userId\":\"" + user + "\"},\"webhookId\":\"";
    rows.events(ids, TYPE, body.getBytes(UTF_8), OffsetDateTime.now());
    return ids;
  }

  private UUID delivery(UUID event, DeliveryStatus status) {
    UUID id =
        new UUID(
            Ids.firstOf(Ids.timeOf(event)).getMostSignificantBits(),
            UUID.randomUUID().getLeastSignificantBits());
    UUID webhook = new WebhookRow().insertInto(database);
    rows.deliveries(
        List.of(new QueueRows.Row(id, event, webhook, status, 1, OffsetDateTime.now())));
    return id;
  }

  private UUID add() {
    AuditEntry entry =
        AuditEntry.of(new Actor("admin", Optional.empty()), AuditAction.EVENTS_ERASED)
            .onAccount("account");
    return database.inTransaction(() -> node().add(ORDER, entry));
  }

  private StoredErasure step(UUID id) {
    return database.inTransaction(() -> node().step(id)).orElseThrow();
  }

  private Optional<UUID> takeRejected(UUID id) {
    return database.inTransaction(() -> node().takeRejected(id));
  }

  private void addRejected(UUID id, UUID work, int count) {
    database.inTransaction(
        () -> {
          node().addRejected(id, work, count);
          return null;
        });
  }

  private void finish(UUID id, UUID work, int unreadable) {
    database.inTransaction(
        () -> {
          node().finish(id, work, unreadable);
          return null;
        });
  }

  private Erasure find(UUID id) {
    return database.inTransaction(() -> node().find(id)).orElseThrow().erasure();
  }

  private void makeOld() {
    database.execute("update erasure set taken_until = current_timestamp - interval '1' second");
  }

  @Test
  void erasesMatchingEventsInSteps() {
    events(2500, "somebody");
    UUID matching = events(1, VALUE).get(0);
    UUID pending = delivery(matching, DeliveryStatus.PENDING);
    UUID finished = delivery(matching, DeliveryStatus.EXHAUSTED);
    rows.attempt(finished, 1, 5, 500, "status");
    database.execute(
        "update attempt set excerpt = ?, response_headers = 'a'", VALUE.getBytes(UTF_8));
    UUID id = add();

    StoredErasure first = step(id);
    assertThat(first.isScanned()).isFalse();
    assertThat(first.erasure().counts().examined()).isEqualTo(2000);
    StoredErasure last = step(id);

    assertThat(last.isScanned()).isTrue();
    assertThat(last.erasure().counts().detail(id))
        .endsWith("events=1, deliveries=2, cancelled=1, rejected=0, unreadable=0");
    assertThat(last.erasure().counts().examined()).isEqualTo(2501);
    assertThat(database.count(BODIES)).isEqualTo(2500);
    assertThat(
            database.count(
                "select count(*) from delivery_finished where payload_erased and id in (?, ?)",
                pending,
                finished))
        .isEqualTo(2);
    assertThat(
            database.count(
                "select count(*) from attempt where excerpt is not null or response_headers is not"
                    + " null"))
        .isZero();
  }

  @Test
  void eventsOfOtherAccountsStay() {
    events(1, VALUE);
    database.execute("update event set account_id = 'other'");
    UUID id = add();

    assertThat(step(id).erasure().counts().events()).isZero();
    assertThat(database.count(BODIES)).isEqualTo(1);
  }

  @Test
  void eventsAfterTheRequestStay() {
    events(1, VALUE);
    UUID id = add();
    events(1, VALUE);

    assertThat(step(id).isScanned()).isTrue();
    assertThat(database.count(BODIES)).isEqualTo(1);
  }

  @Test
  void emptyDatabaseIsScannedAtOnce() {
    assertThat(step(add()).isScanned()).isTrue();
  }

  @Test
  void otherNodeTakesAndEndsIt() {
    UUID event = events(1, VALUE).get(0);
    UUID id = add();
    assertThat(database.inTransaction(() -> node().takeNext())).contains(id);

    step(id);
    step(id);
    UUID work = takeRejected(id).orElseThrow();
    addRejected(id, work, 3);
    finish(id, work, 1);
    finish(id, work, 2);

    assertThat(database.inTransaction(() -> node().takeNext())).isEmpty();
    Erasure erasure = find(id);
    assertThat(erasure.isFinished()).isTrue();
    assertThat(erasure.counts().events()).isEqualTo(1);
    assertThat(erasure.counts().rejectedEvents()).isEqualTo(3);
    assertThat(erasure.counts().unreadableEvents()).isEqualTo(1);
    assertThat(event).isNotNull();
    assertThat(database.count("select count(*) from erasure where criteria is not null")).isZero();
    assertThat(
            database.count(
                "select count(*) from audit where action = 'events.erased' and account_id ="
                    + " 'account' and detail like ?",
                "erasure=" + id + ", events=1,%"))
        .isEqualTo(1);
  }

  /** Another node would sign the erasure while the first one still holds messages. */
  @Test
  void oneNodeErasesRejectedEvents() {
    UUID id = add();
    step(id);
    UUID first = takeRejected(id).orElseThrow();

    assertThat(takeRejected(id)).isEmpty();
    assertThat(database.inTransaction(() -> node().takeNext())).isEmpty();

    makeOld();
    addRejected(id, first, 0);
    assertThat(takeRejected(id)).isEmpty();

    makeOld();
    UUID second = takeRejected(id).orElseThrow();
    assertThatThrownBy(() -> addRejected(id, first, 1)).isInstanceOf(Refusal.class);
    finish(id, first, 0);
    assertThat(find(id).isFinished()).isFalse();

    finish(id, second, 0);
    assertThat(find(id).isFinished()).isTrue();
    assertThat(find(id).counts().rejectedEvents()).isZero();
  }

  @Test
  void countsStayAfterTheEnd() {
    UUID id = add();
    step(id);
    UUID work = takeRejected(id).orElseThrow();
    finish(id, work, 0);

    assertThatThrownBy(() -> addRejected(id, work, 1)).isInstanceOf(Refusal.class);
    assertThat(takeRejected(id)).isEmpty();
    assertThat(find(id).counts().rejectedEvents()).isZero();
  }

  @Test
  void criteriaAreEncrypted() {
    UUID id = add();

    assertThat(
            database.count(
                "select count(*) from erasure where id = ? and key_id = ?",
                id,
                WebhookRow.CIPHER.keyId()))
        .isEqualTo(1);
    assertThat(database.count("select count(*) from audit where detail like ?", "%canary%"))
        .isZero();
  }

  @Test
  void refusesTooManyUnfinishedErasures() {
    for (int i = 0; i < 20; i++) {
      add();
    }

    assertThatThrownBy(this::add).isInstanceOf(Refusal.class);

    database.execute("update erasure set finished = current_timestamp - interval '400' day");
    add();
    assertThat(database.count("select count(*) from erasure")).isEqualTo(1);
  }
}
