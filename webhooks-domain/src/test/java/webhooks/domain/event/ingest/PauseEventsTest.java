package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.queue.FailureStreakReset;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.subscription.SelectingWebhooks;
import webhooks.domain.webhook.WebhookRow;
import webhooks.domain.webhook.pause.PauseChanged;

/** The operational events of a pause, and its effect on reports of failures. */
@OnEveryDatabase
class PauseEventsTest {
  private final TestDatabase database;
  private final OperationalEventsFixture node;
  private UUID webhook;

  PauseEventsTest(TestDatabase database) {
    this.database = database;
    this.node = new OperationalEventsFixture(database);
  }

  @BeforeEach
  void insertWebhook() {
    database.clear();
    webhook = new WebhookRow().insertInto(database);
  }

  @Test
  void pauseAndItsEndAreReported() {
    Instant since = Instant.parse("2026-10-02T14:55:00.463Z");
    node.pauseChanged(
        new PauseChanged(webhook, Optional.empty(), Optional.of(since.plusSeconds(60))));
    node.pauseChanged(new PauseChanged(webhook, Optional.of(since), Optional.empty()));
    node.ingest();

    assertThat(node.published())
        .extracting(OperationalEvent::eventType, OperationalEvent::content)
        .containsExactly(
            tuple(
                "webhooks.webhookPaused.v1",
                "{\"webhookId\":\"%s\",\"until\":\"2026-10-02T14:56:00.463Z\"}".formatted(webhook)),
            tuple(
                "webhooks.webhookResumed.v1",
                "{\"webhookId\":\"%s\",\"pausedSince\":\"2026-10-02T14:55:00.463Z\"}"
                    .formatted(webhook)));
  }

  /** The failure streak of a paused webhook stands still: it does not become long enough. */
  @Test
  void pausedWebhookIsNotReportedAsFailing() {
    node.streak(webhook, 5, 6);
    database.execute("update webhook set paused_until = current_timestamp where id = ?", webhook);
    node.ingest();
    assertThat(node.published()).isEmpty();

    database.execute("update webhook set paused_until = null where id = ?", webhook);
    node.ingest();
    assertThat(node.published())
        .extracting(OperationalEvent::eventType)
        .containsExactly("webhooks.webhookFailing.v1");
  }

  /** The pause moves the start of a streak, also of one that was reported. */
  @Test
  void pauseIsNoEndOfReportedStreak() {
    node.streak(webhook, 5, 90);
    node.ingest();
    PauseChanged end =
        new PauseChanged(
            webhook, Optional.of(Instant.now().minus(Duration.ofHours(1))), Optional.empty());

    database.inTransaction(
        () -> {
          new FailureStreakReset(database.database()).resumed(end);
          node.pauseChangedInTransaction(end);
          return null;
        });
    node.ingest();

    assertThat(node.published())
        .extracting(OperationalEvent::eventType)
        .containsExactly("webhooks.webhookFailing.v1", "webhooks.webhookResumed.v1");
  }

  /** The filters of an observing webhook hold for events about other webhooks too. */
  @Test
  void filtersHoldForEventsAboutWebhooks() {
    UUID observer =
        new WebhookRow().with("event_types", OperationalEventsFixture.ALL).insertInto(database);
    PauseChanged pause =
        new PauseChanged(
            webhook, Optional.empty(), Optional.of(Instant.parse("2026-10-02T15:00:00Z")));
    String filter = "{'filters': [{'exact': {'$.content.webhookId': '%s'}}]}";

    SelectingWebhooks.putOptions(database, observer, filter.formatted(UUID.randomUUID()));
    node.pauseChanged(pause);
    assertThat(node.ingest()).isEmpty();
    SelectingWebhooks.putOptions(database, observer, filter.formatted(webhook));
    node.pauseChanged(pause);
    assertThat(node.ingest()).containsExactly(observer);
  }
}
