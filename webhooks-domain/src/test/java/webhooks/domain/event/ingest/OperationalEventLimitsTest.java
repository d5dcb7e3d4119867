package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.webhook.WebhookRow;
import webhooks.domain.webhook.deactivation.DeactivationReason;

/** The bounds of operational events, and how nodes share their work. */
@OnEveryDatabase
class OperationalEventLimitsTest {
  private static final String AGE_COUNTS =
      "update exhausted_deliveries set since = since - interval '1' minute";

  private final TestDatabase database;
  private final OperationalEventsFixture node;
  private UUID webhook;

  OperationalEventLimitsTest(TestDatabase database) {
    this.database = database;
    this.node = new OperationalEventsFixture(database);
  }

  @BeforeEach
  void insertWebhook() {
    database.clear();
    webhook = new WebhookRow().insertInto(database);
  }

  @Test
  void eventGoesToTheOldestWebhooksAlone() {
    List<UUID> observing = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      observing.add(
          new WebhookRow().with("event_types", OperationalEventsFixture.ALL).insertInto(database));
    }

    node.deactivated(webhook, DeactivationReason.GONE);

    assertThat(node.ingest()).containsExactlyInAnyOrderElementsOf(observing.subList(0, 10));
  }

  @Test
  void fewEventsAreStoredInATransaction() {
    node.deactivated(
        Collections.nCopies(OperationalEventIngest.MAX_EVENTS + 1, webhook),
        DeactivationReason.GONE);

    assertThat(node.ingestBatch().mayHaveMore()).isTrue();
    assertThat(database.count("select count(*) from operational_event where not ingested"))
        .isEqualTo(1);
    assertThat(node.ingestBatch().mayHaveMore()).isFalse();
    assertThat(database.count("select count(*) from operational_event where not ingested"))
        .isZero();
  }

  /** An administrator may block as many at once, and more than one statement inserts. */
  @Test
  void manyWebhooksAreDeactivatedAtOnce() {
    List<UUID> webhooks = Stream.generate(UUID::randomUUID).limit(10_001).toList();

    node.deactivated(webhooks, DeactivationReason.FAILING);

    assertThat(database.count("select count(distinct webhook_id) from operational_event"))
        .isEqualTo(10_001);
  }

  @Test
  void messageHasTheOwnerOfADeletedWebhook() {
    UUID owned = new WebhookRow().with("client_id", "a \"client\"").insertInto(database);
    node.deactivated(owned, DeactivationReason.GONE);
    database.execute("update webhook set client_id = '', account_id = '', deleted = true");

    node.ingest();

    assertThat(node.published())
        .singleElement()
        .extracting(OperationalEvent::json)
        .asString()
        .contains("\"accountId\":\"account\",\"clientId\":\"a \\\"client\\\"\",\"content\":{");
  }

  @Test
  void oneNodeLooksInTenSeconds() {
    node.streak(webhook, 5, 6);
    database.execute(
        "update operational_state set checked = current_timestamp + interval '9' second");

    assertThat(node.detect()).isFalse();
    assertThat(database.count("select count(*) from operational_event")).isZero();
  }

  /** After a fail-over the time may be far in the future. */
  @Test
  void nodeLooksAfterTheClockWentBack() {
    database.execute(
        "update operational_state set checked = current_timestamp + interval '1' hour");

    assertThat(node.detect()).isTrue();
    assertThat(node.detect()).isFalse();
  }

  /** H2 serves one node. */
  @Test
  void nodeDoesNotWaitForAnotherThatLooks() {
    assumeFalse(database.database().dialect().isEmbedded());
    node.makeDue();

    database.inTransaction(
        () -> {
          database
              .database()
              .connection()
              .createStatement()
              .execute("update operational_state set checked = checked");
          assertThat(elsewhere(node::detect)).isFalse();
          return null;
        });

    assertThat(node.detect()).isTrue();
  }

  @Test
  void countDoesNotWaitForStoredEvents() {
    new WebhookRow().with("event_types", OperationalEventsFixture.ALL).insertInto(database);
    node.exhausted(webhook, 1);
    database.execute(AGE_COUNTS);
    node.makeDue();
    node.detect();

    database.inTransaction(
        () -> {
          assertThat(node.ingestInTransaction().withBacklog()).isNotEmpty();
          return elsewhere(
              () -> {
                node.exhausted(webhook, 1);
                return true;
              });
        });

    assertThat(database.count("select deliveries from exhausted_deliveries")).isEqualTo(1);
  }

  @Test
  void detectionLeavesOutCountsThatANodeHolds() {
    assumeFalse(database.database().dialect().isEmbedded());
    UUID other = new WebhookRow().insertInto(database);
    node.exhausted(webhook, 1);
    node.exhausted(other, 1);
    database.execute(AGE_COUNTS);
    node.makeDue();

    database.inTransaction(
        () -> {
          try (var hold =
              database
                  .database()
                  .connection()
                  .prepareStatement(
                      "update exhausted_deliveries set deliveries = 7 where webhook_id = ?")) {
            hold.setObject(1, webhook);
            hold.executeUpdate();
          }
          return elsewhere(node::detect);
        });

    assertThat(database.ids("select webhook_id from operational_event")).containsExactly(other);
    assertThat(database.count("select deliveries from exhausted_deliveries")).isEqualTo(7);
  }

  @Test
  void countsThatWaitLongestAreReportedFirst() {
    UUID last = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");
    String insert =
        "insert into exhausted_deliveries (webhook_id, deliveries, since)"
            + " values (?, 1, current_timestamp - interval '%d' minute)";
    database.executeAll(
        insert.formatted(2),
        Stream.generate(() -> new Object[] {UUID.randomUUID()}).limit(1000).toList());
    database.execute(insert.formatted(3), last);
    node.makeDue();

    node.detect();

    assertThat(database.ids("select webhook_id from operational_event"))
        .hasSize(1000)
        .contains(last);
  }

  /** Runs the work on another thread, with a transaction of its own; it must not wait. */
  private static <T> T elsewhere(Callable<T> work) throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      return thread.submit(work).get(20, TimeUnit.SECONDS);
    } finally {
      thread.shutdown();
    }
  }
}
