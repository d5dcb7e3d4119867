package webhooks.domain.delivery.history.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.delivery.history.EventRows.EventRow;

/** What has become of an event with a delivery. */
@OnEveryDatabase
class ExplainedDeliveriesTest extends ExplainFixture {
  ExplainedDeliveriesTest(TestDatabase database) {
    super(database);
  }

  @Test
  void deliveredEventHasItsTimesAttemptsAndSettings() {
    UUID delivery = rows.deliver(event, now, webhook, DeliveryStatus.SUCCEEDED);
    new QueueRows(database).attempt(delivery, 1, 12, 503, "status");

    Explanation found = explain(event);

    assertThat(found.verdict().result()).isEqualTo(Result.DELIVERED);
    assertThat(found.event().orElseThrow())
        .isEqualTo(
            new Explanation.ExplainedEvent(
                TYPE, "account", Optional.of(now.minusSeconds(3).toString()), now, 0));
    assertThat(found.delivery().orElseThrow().id()).isEqualTo(delivery);
    assertThat(found.delivery().orElseThrow().attempts())
        .singleElement()
        .satisfies(attempt -> assertThat(attempt.statusCode()).hasValue(503));
    assertThat(found.settings().orElseThrow().settings().callbackUrl()).endsWith("?token=canary");
  }

  @Test
  void pendingEventHasItsNextAttempt() {
    UUID delivery = rows.deliver(event, now, webhook, DeliveryStatus.PENDING);
    assertExplained(event, Result.PENDING, null);

    database.execute(
        "update delivery_pending set due_at = ? where id = ?",
        now.plusSeconds(60).atOffset(ZoneOffset.UTC),
        delivery);

    assertThat(explain(event).delivery().orElseThrow().nextAttempt()).contains(now.plusSeconds(60));
  }

  @Test
  void pendingEventWaitsForAPauseOrAMove() {
    rows.deliver(event, now, webhook, DeliveryStatus.PENDING);
    database.execute(
        "insert into webhook_pause (webhook_id, account_id, ends) values (?, 'account', ?)",
        webhook,
        now.plusSeconds(60).atOffset(ZoneOffset.UTC));
    assertExplained(event, Result.PAUSED, "receiver");

    database.execute(
        "update webhook set paused_since = ?, paused_until = ?",
        now.atOffset(ZoneOffset.UTC),
        now.plusSeconds(90).atOffset(ZoneOffset.UTC));
    assertExplained(event, Result.PAUSED, "owner");
    assertThat(explain(event).verdict().until()).contains(now.plusSeconds(90));

    database.execute(
        "insert into account_hold (account_id, since) values ('account', current_timestamp)");
    assertExplained(event, Result.BLOCKED, "move");
  }

  @Test
  void erasedEventIsNotDelivered() {
    UUID delivery = rows.deliver(event, now, webhook, DeliveryStatus.CANCELLED);
    EventRow delivered = EventRow.of(TYPE, now);
    UUID other = rows.deliver(delivered, now, webhook, DeliveryStatus.SUCCEEDED);

    database.execute(
        "update delivery_finished set payload_erased = true where id in (?, ?)", delivery, other);

    assertExplained(event, Result.ERASED, null);
    assertExplained(delivered, Result.DELIVERED, null);
  }

  @Test
  void exhaustedEventIsNotDelivered() {
    rows.deliver(event, now, webhook, DeliveryStatus.EXHAUSTED);

    assertExplained(event, Result.EXHAUSTED, null);
  }

  @Test
  void cancelledEventNamesTheDeactivation() {
    rows.deliver(event, now.minus(APART), webhook, DeliveryStatus.CANCELLED);
    EventRow toCancel = EventRow.of(TYPE, now);
    rows.deliver(toCancel, now.minus(APART), webhook, DeliveryStatus.PENDING);

    webhooks.activate(webhook, false);
    assertExplained(event, Result.INACTIVE, "owner");
    assertExplained(toCancel, Result.INACTIVE, "owner");
    webhooks.activate(webhook, true);
    webhooks.deactivateAsAdmin(webhook);

    assertExplained(event, Result.INACTIVE, "owner");
  }

  @Test
  void explainsTheNewestOfSeveralEvents() {
    rows.deliver(event, now.minus(Duration.ofDays(3)), webhook, DeliveryStatus.SUCCEEDED);
    rows.store(event.ofAccount("elsewhere"), now.minusSeconds(1));
    rows.deliver(event, now, webhook, DeliveryStatus.EXHAUSTED);

    Explanation found = explain(event);

    assertThat(found.verdict().result()).isEqualTo(Result.EXHAUSTED);
    assertThat(found.event().orElseThrow().others()).isEqualTo(1);
  }
}
