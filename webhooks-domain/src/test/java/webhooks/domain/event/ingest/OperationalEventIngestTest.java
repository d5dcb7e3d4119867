package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.webhook.WebhookRow;
import webhooks.domain.webhook.deactivation.DeactivationReason;

/** The content and the receivers of operational events. */
@OnEveryDatabase
class OperationalEventIngestTest {
  private final TestDatabase database;
  private final OperationalEventsFixture node;
  private UUID webhook;
  private UUID observing;

  OperationalEventIngestTest(TestDatabase database) {
    this.database = database;
    this.node = new OperationalEventsFixture(database);
  }

  @BeforeEach
  void insertWebhooks() {
    database.clear();
    database.execute("update operational_state set backlog_exceeded = false");
    webhook =
        new WebhookRow()
            .with("event_types", "orders.v1 " + OperationalEventsFixture.ALL)
            .insertInto(database);
    observing =
        new WebhookRow()
            .with("event_types", "orders.v1 " + OperationalEventsFixture.ALL)
            .insertInto(database);
  }

  @Test
  void otherWebhooksOfTheOwnerAloneReceiveIt() {
    new WebhookRow()
        .with("client_id", "other")
        .with("event_types", OperationalEventsFixture.ALL)
        .insertInto(database);
    new WebhookRow()
        .with("account_id", "another")
        .with("scope_id", "another")
        .with("event_types", OperationalEventsFixture.ALL)
        .insertInto(database);
    new WebhookRow().with("event_types", "orders.v1").insertInto(database);

    node.deactivated(webhook, DeactivationReason.GONE);

    assertThat(node.ingest()).containsExactly(observing);
    assertThat(database.ids("select webhook_id from delivery")).containsExactly(observing);
    assertThat(node.published())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.eventType()).isEqualTo("webhooks.webhookDeactivated.v1");
              assertThat(one.content())
                  .isEqualTo("{\"webhookId\":\"" + webhook + "\",\"reason\":\"gone\"}");
              assertThat(database.ids("select message_id from event")).containsExactly(one.id());
            });
  }

  @Test
  void webhooksOfTheITwinReceiveItToo() {
    String iTwin = UUID.randomUUID().toString();
    UUID account = webhook;
    webhook = node.iTwinWebhook(iTwin);
    UUID observingITwin = node.iTwinWebhook(iTwin);
    node.iTwinWebhook(UUID.randomUUID().toString());

    node.deactivated(webhook, DeactivationReason.PERMISSION_REMOVED);

    assertThat(node.ingest()).containsExactlyInAnyOrder(account, observing, observingITwin);
  }

  @Test
  void rolledBackDeactivationIsNotReported() {
    node.deactivateInVain(webhook);

    assertThat(node.ingest()).isEmpty();
    assertThat(node.published()).isEmpty();
  }

  @Test
  void deletedWebhookIsNotReported() {
    node.deactivated(webhook, DeactivationReason.DELETED);

    assertThat(node.ingest()).isEmpty();
    assertThat(node.published()).isEmpty();
  }

  @Test
  void failureStreakAndItsEndAreReportedOnce() {
    node.streak(webhook, 4, 6);
    node.ingest();
    assertThat(node.published()).isEmpty();

    database.execute("update failure_streak set failures = 5");
    node.ingest();
    node.ingest();
    assertThat(node.published())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.eventType()).isEqualTo("webhooks.webhookFailing.v1");
              assertThat(one.content()).contains("\"failures\":5");
            });

    database.execute("delete from failure_streak");
    node.ingest();
    node.ingest();
    assertThat(node.published())
        .extracting(OperationalEvent::eventType)
        .containsExactly("webhooks.webhookRecovered.v1");
  }

  @Test
  void shortFailureStreakIsNotReported() {
    node.streak(webhook, 50, 4);

    node.ingest();

    assertThat(node.published()).isEmpty();
  }

  @Test
  void failureOfAnInactiveWebhookIsNotReported() {
    node.streak(webhook, 50, 60);
    database.execute("update webhook set active = false where id = ?", webhook);

    node.ingest();

    assertThat(node.published()).isEmpty();
  }

  /** Otherwise webhooks that fail could cause events about each other without end. */
  @Test
  void failuresGoToWebhooksThatObserveMore() {
    UUID none = new WebhookRow().with("event_types", "orders.v1").insertInto(database);
    UUID only =
        new WebhookRow().with("event_types", OperationalEventsFixture.ALL).insertInto(database);

    assertThat(node.failAndRecover(none)).containsExactlyInAnyOrder(webhook, observing, only);
    assertThat(node.failAndRecover(webhook)).containsExactly(only);
    assertThat(node.failAndRecover(only)).isEmpty();

    assertThat(node.published())
        .extracting(OperationalEvent::webhookId)
        .extracting(Optional::orElseThrow)
        .containsExactly(none, none, webhook, webhook, only, only);
  }

  /** The failure was reported, so operators wait for its end. */
  @Test
  void streakThatEndsWhileItIsReportedIsRecovered() {
    node.streak(webhook, 5, 6);
    node.ingest();
    database.execute("update failure_streak set since = since + interval '2' minute");

    node.ingest();

    assertThat(node.published())
        .extracting(OperationalEvent::eventType)
        .containsExactly("webhooks.webhookFailing.v1", "webhooks.webhookRecovered.v1");
  }

  @Test
  void deactivationGoesToWebhooksThatObserveAsMuch() {
    UUID only =
        new WebhookRow().with("event_types", OperationalEventsFixture.ALL).insertInto(database);

    node.deactivated(only, DeactivationReason.FAILING);

    assertThat(node.ingest()).containsExactlyInAnyOrder(webhook, observing);
  }

  @Test
  void exhaustedDeliveriesAreCountedForAMinute() {
    node.exhausted(webhook, 2);
    node.exhausted(webhook, 1);
    node.ingest();
    assertThat(node.published()).isEmpty();

    database.execute("update exhausted_deliveries set since = since - interval '1' minute");
    node.ingest();

    assertThat(node.published())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.eventType()).isEqualTo("webhooks.deliveriesExhausted.v1");
              assertThat(one.content()).contains("\"deliveries\":3");
            });
    assertThat(database.count("select count(*) from exhausted_deliveries")).isZero();
  }

  @Test
  void claimedEventIsPublishedByOneNode() {
    node.deactivated(webhook, DeactivationReason.GONE);
    node.ingest();

    List<OperationalEvent> claimed = node.claim();
    assertThat(claimed).hasSize(1);
    assertThat(node.claim()).isEmpty();

    database.execute(
        "update operational_event set claimed_until = current_timestamp - interval '1' second");
    assertThat(node.claim()).as("after a crash").isEqualTo(claimed);
  }

  @Test
  void backlogAndItsEndAreReportedOnce() {
    node.measure(100_000);
    node.measure(100_001);
    node.measure(200_000);
    node.ingest();
    assertThat(node.published())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.eventType()).isEqualTo("webhooks.backlogExceeded.v1");
              assertThat(one.content()).isEqualTo("{\"pending\":100001,\"bound\":100000}");
            });

    node.measure(90_000);
    node.measure(80_000);
    node.measure(10);
    node.ingest();
    assertThat(node.published())
        .extracting(OperationalEvent::eventType)
        .containsExactly("webhooks.backlogNormal.v1");
    assertThat(database.count("select count(*) from event")).isZero();
  }
}
