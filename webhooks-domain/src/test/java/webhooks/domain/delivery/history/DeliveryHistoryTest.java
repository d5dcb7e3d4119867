package webhooks.domain.delivery.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;

/** Details of the delivery history. */
@OnEveryDatabase
class DeliveryHistoryTest {
  private static final Instant START = Instant.parse("2026-10-02T14:55:00.123456Z");

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

  @Test
  void showsThePublishersTraceOrOneOfTheEvent() {
    UUID delivery = delivery(DeliveryStatus.PENDING, START);
    DeliverySummary without = history.find(webhook, delivery).orElseThrow().delivery();
    assertThat(without.traceId()).isEqualTo(without.messageId().toString().replace("-", ""));

    database.execute(
        "update event set traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'");

    assertThat(history.find(webhook, delivery).orElseThrow().delivery().traceId())
        .isEqualTo("0af7651916cd43dd8448eb211c80319c");
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
}
