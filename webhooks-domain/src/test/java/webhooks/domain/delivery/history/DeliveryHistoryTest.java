package webhooks.domain.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;

/** Pages and details of the delivery history. */
@OnEveryDatabase
class DeliveryHistoryTest {
  private static final String RARE = "iModels.iModelDeleted.v1";
  private static final Instant START = Instant.parse("2026-10-02T14:55:00.123456Z");
  private static final Set<DeliveryStatus> ALL = EnumSet.allOf(DeliveryStatus.class);

  private final TestDatabase database;
  private HistoryRows rows;
  private UUID webhook;
  private DeliveryHistoryRepository history;

  DeliveryHistoryTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    rows = new HistoryRows(database);
    webhook = rows.webhook();
    history = new DeliveryHistoryRepository(database.database());
  }

  private UUID delivery(DeliveryStatus status, Instant created) {
    return rows.delivery(webhook, status, created, HistoryRows.TYPE);
  }

  private static DeliveryHistoryRules.DeliveryListQuery query(int top, Optional<Cursor> after) {
    return new DeliveryHistoryRules.DeliveryListQuery(
        top, after, ALL, Optional.empty(), Optional.empty());
  }

  private List<UUID> readAllPages(DeliveryHistoryRules.DeliveryListQuery first) {
    List<UUID> seen = new ArrayList<>();
    Optional<Cursor> after = first.after();
    do {
      Page<DeliverySummary> page =
          history.page(
              webhook,
              new DeliveryHistoryRules.DeliveryListQuery(
                  first.top(), after, first.statuses(), first.eventType(), first.since()));
      assertThat(page.items().size()).isLessThanOrEqualTo(first.top());
      page.items().forEach(one -> seen.add(one.id()));
      after = page.continuation().flatMap(token -> Cursor.of(DeliveryHistoryRules.LIST, token));
    } while (after.isPresent());
    return seen;
  }

  @Test
  void pagesHoldEachDeliveryOnceNewestFirst() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 23; i++) {
      DeliveryStatus status = DeliveryStatus.values()[i % 4];
      ids.add(delivery(status, START.plusMillis(i / 7)));
    }
    rows.delivery(UUID.randomUUID(), DeliveryStatus.PENDING, START, HistoryRows.TYPE);
    Collections.reverse(ids);

    for (int top : List.of(1, 5, 23, 100)) {
      assertThat(readAllPages(query(top, Optional.empty()))).as("top %d", top).isEqualTo(ids);
    }
  }

  @Test
  void showsThePublishersTraceOrOneOfTheEvent() {
    UUID delivery = delivery(DeliveryStatus.PENDING, START);
    DeliverySummary without = history.find(webhook, delivery).orElseThrow().delivery();
    assertThat(without.traceId()).isEqualTo(without.messageId().toString().replace("-", ""));

    database.execute(
        "update event set traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'");

    assertThat(history.find(webhook, delivery).orElseThrow().delivery().traceId())
        .isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(history.page(webhook, query(1, Optional.empty())).items().get(0).traceId())
        .isEqualTo("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void lastFullPageHasNoContinuation() {
    delivery(DeliveryStatus.PENDING, START);
    delivery(DeliveryStatus.SUCCEEDED, START);

    assertThat(history.page(webhook, query(2, Optional.empty())).continuation()).isEmpty();
    assertThat(history.page(webhook, query(1, Optional.empty())).continuation()).isPresent();
  }

  @Test
  void findsARareEventTypeBehindManyOthers() {
    UUID rare = rows.delivery(webhook, DeliveryStatus.SUCCEEDED, START, RARE);
    List<Instant> later = IntStream.rangeClosed(1, 2500).mapToObj(START::plusMillis).toList();
    rows.deliveries(webhook, DeliveryStatus.SUCCEEDED, later, HistoryRows.TYPE);

    DeliveryHistoryRules.DeliveryListQuery rareOnes =
        new DeliveryHistoryRules.DeliveryListQuery(
            50, Optional.empty(), ALL, Optional.of(RARE), Optional.empty());

    assertThat(history.page(webhook, rareOnes).items()).isEmpty();
    assertThat(readAllPages(rareOnes)).containsExactly(rare);
  }

  /** An operator may have deleted rows of the table. */
  @Test
  void goesOnBehindDeliveriesWithoutEvents() {
    List<UUID> shown = new ArrayList<>();
    List<UUID> hidden = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      UUID id = delivery(DeliveryStatus.SUCCEEDED, START.minusMillis(i));
      (i == 0 || i == 8 ? shown : hidden).add(id);
    }
    hidden.forEach(
        id ->
            database.execute(
                "delete from event where id = (select event_id from delivery where id = ?)", id));

    for (int top : List.of(1, 2, 3, 100)) {
      assertThat(readAllPages(query(top, Optional.empty()))).as("top %d", top).isEqualTo(shown);
    }
    assertThat(history.find(webhook, hidden.get(0))).isEmpty();
  }

  @Test
  void cursorOfAnotherListRespectsTheEnd() {
    UUID before = delivery(DeliveryStatus.SUCCEEDED, START.minusSeconds(1));
    delivery(DeliveryStatus.SUCCEEDED, START);
    delivery(DeliveryStatus.SUCCEEDED, START.plusSeconds(1));
    Optional<String> none = Optional.empty();
    Optional<String> ofAll = history.page(webhook, query(1, Optional.empty())).continuation();

    DeliveryHistoryRules.DeliveryListQuery untilStart =
        DeliveryHistoryRules.check(
            new ListDeliveries(
                none, ofAll, none, none, none, Optional.of(START.toString()), List.of()));

    assertThat(readAllPages(untilStart)).containsExactly(before);
  }

  @Test
  void timeRangeIncludesStartAndExcludesEnd() {
    UUID before = delivery(DeliveryStatus.SUCCEEDED, START.minusNanos(1000));
    UUID start = delivery(DeliveryStatus.SUCCEEDED, START);
    UUID end = delivery(DeliveryStatus.SUCCEEDED, START.plusSeconds(1));

    DeliveryHistoryRules.DeliveryListQuery span =
        new DeliveryHistoryRules.DeliveryListQuery(
            50,
            Optional.of(Cursor.before(START.plusSeconds(1))),
            ALL,
            Optional.empty(),
            Optional.of(START));

    assertThat(readAllPages(span)).containsExactly(start).doesNotContain(before, end);
  }

  @Test
  void detailHasBodyAndAttemptsInOrder() {
    UUID id = delivery(DeliveryStatus.EXHAUSTED, START);
    QueueRows queue = new QueueRows(database);
    queue.attempt(id, 2, 12, 503, "status");
    queue.attempt(id, 1, 34, null, "tls");
    queue.attempt(id, 3, 34, null, "tls");
    String cause = "update attempt set cause = ? where delivery_id = ? and number = ?";
    database.execute(cause, "wrong host", id, 1);
    database.execute(cause, "a cause of a later version", id, 3);

    DeliveryDetail detail = history.find(webhook, id).orElseThrow();

    assertThat(new String(detail.body().orElseThrow(), StandardCharsets.UTF_8))
        .isEqualTo("{\"webhookId\":\"" + webhook + "\"}");
    assertThat(detail.attempts())
        .extracting(one -> one.error().orElseThrow().text())
        .containsExactly("tls", "status", "tls");
    assertThat(detail.attempts())
        .extracting(Attempt::cause)
        .containsExactly(Optional.of(AttemptCause.WRONG_HOST), Optional.empty(), Optional.empty());
    assertThat(detail.attempts().iterator().next().statusCode()).isEmpty();
    assertThat(detail.delivery().created()).isEqualTo(START);
    assertThat(history.find(UUID.randomUUID(), id)).isEmpty();
  }

  @Test
  void attemptsAreReadInSteps() {
    UUID id = delivery(DeliveryStatus.EXHAUSTED, START);
    for (int number = 1; number <= 205; number++) {
      new QueueRows(database).attempt(id, number, number, 500, "status");
    }

    DeliveryDetail detail = history.find(webhook, id).orElseThrow();

    assertThat(detail.attempts())
        .extracting(one -> (int) one.duration().toMillis())
        .isEqualTo(IntStream.rangeClosed(1, 205).boxed().toList());
  }

  @Test
  void showsNextAttemptUnlessTheActivationEnded() {
    UUID ended = delivery(DeliveryStatus.PENDING, START);
    UUID waiting = delivery(DeliveryStatus.PENDING, START);
    OffsetDateTime due = OffsetDateTime.parse("2036-10-02T14:55:00Z");
    database.execute("update delivery_pending set due_at = ?", due);
    database.execute("update delivery_pending set activation = 7 where id = ?", waiting);

    assertThat(history.find(webhook, waiting).orElseThrow().delivery().nextAttempt())
        .contains(due.toInstant());
    assertThat(history.find(webhook, ended).orElseThrow().delivery().nextAttempt()).isEmpty();
  }

  @Test
  void listsResultOfLatestAttempt() {
    UUID failed = delivery(DeliveryStatus.PENDING, START);
    UUID sent = delivery(DeliveryStatus.SUCCEEDED, START.minusSeconds(1));
    delivery(DeliveryStatus.PENDING, START.minusSeconds(2));
    rows.attempt(failed, 3, 1);
    database.execute("update attempt set status_code = 503, error = 'status'");
    rows.attempt(failed, 2, 1);
    rows.attempt(sent, 3, 1);

    assertThat(history.page(webhook, query(3, Optional.empty())).items())
        .extracting(DeliverySummary::lastStatusCode, DeliverySummary::lastError)
        .containsExactly(
            tuple(OptionalInt.of(503), Optional.of(AttemptError.STATUS)),
            tuple(OptionalInt.of(200), Optional.empty()),
            tuple(OptionalInt.empty(), Optional.empty()));
  }
}
