package webhooks.domain.event.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.FiredEvents;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.queue.DeliveriesExhausted;
import webhooks.domain.operational.BacklogReports;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.operational.OperationalEventDetection;
import webhooks.domain.operational.OperationalEventObserver;
import webhooks.domain.operational.OperationalEventOutbox;
import webhooks.domain.subscription.Subscriptions;
import webhooks.domain.webhook.WebhookRow;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;
import webhooks.domain.webhook.pause.PauseChanged;

/** A node that writes, stores and publishes operational events. */
final class OperationalEventsFixture {
  static final String ALL = String.join(" ", EventTypes.OWN);

  private final TestDatabase database;
  private final OperationalEventDetection detection;
  private final OperationalEventIngest ingest;
  private final OperationalEventObserver observer;
  private final OperationalEventOutbox outbox;
  private final BacklogReports backlog;

  OperationalEventsFixture(TestDatabase database) {
    this.database = database;
    this.detection = new OperationalEventDetection(database.database());
    this.ingest =
        new OperationalEventIngest(
            database.database(),
            new Subscriptions(WebhookRow.CIPHER),
            IngestNode.SETTINGS,
            new FiredEvents());
    this.observer = new OperationalEventObserver(database.database());
    this.outbox = new OperationalEventOutbox(database.database());
    this.backlog = new BacklogReports(database.database(), IngestNode.SETTINGS);
  }

  UUID iTwinWebhook(String iTwin) {
    return new WebhookRow()
        .with("scope", "iTwin")
        .with("scope_id", iTwin)
        .with("event_types", ALL)
        .insertInto(database);
  }

  void measure(long pending) {
    database.inTransaction(
        () -> {
          backlog.measured(pending);
          return null;
        });
  }

  void deactivated(UUID webhook, DeactivationReason reason) {
    deactivated(Set.of(webhook), reason);
  }

  void deactivated(Collection<UUID> webhooks, DeactivationReason reason) {
    database.inTransaction(
        () -> {
          observer.deactivated(new WebhooksDeactivated(reason, webhooks));
          return null;
        });
  }

  void pauseChanged(PauseChanged change) {
    database.inTransaction(
        () -> {
          pauseChangedInTransaction(change);
          return null;
        });
  }

  void pauseChangedInTransaction(PauseChanged change) {
    observer.paused(change);
  }

  void streak(UUID id, int failures, int minutes) {
    database.execute(
        "insert into failure_streak (webhook_id, account_id, failures, since)"
            + " values (?, 'account', ?, current_timestamp - interval '%d' minute)"
                .formatted(minutes),
        id,
        failures);
  }

  void exhausted(UUID webhook, int count) {
    database.inTransaction(
        () -> {
          observer.exhausted(new DeliveriesExhausted(Map.of(webhook, count)));
          return null;
        });
  }

  /**
   * Does a round, as a node does when ten seconds are over; returns the webhooks with deliveries.
   */
  Set<UUID> ingest() {
    makeDue();
    assertThat(detect()).isTrue();
    return ingestBatch().withBacklog();
  }

  void makeDue() {
    database.execute(
        "update operational_state set checked = current_timestamp - interval '11' second");
  }

  boolean detect() {
    return database.inTransaction(detection::detect);
  }

  OperationalEventIngest.Batch ingestBatch() {
    return database.inTransaction(ingest::ingest);
  }

  /** Stores events in the transaction of the test. */
  OperationalEventIngest.Batch ingestInTransaction() {
    return ingest.ingest();
  }

  /**
   * Returns the receivers of the report that the webhook fails, and of the one that it recovers.
   */
  Set<UUID> failAndRecover(UUID webhook) {
    streak(webhook, 5, 6);
    Set<UUID> receivers = Set.copyOf(ingest());
    database.execute("delete from failure_streak");
    assertThat(ingest()).isEqualTo(receivers);
    return receivers;
  }

  /** Claims what is to be published, as a node does before it publishes. */
  List<OperationalEvent> claim() {
    return database.inTransaction(outbox::claim);
  }

  /** Deactivates the webhook in a transaction that is rolled back. */
  void deactivateInVain(UUID webhook) {
    try {
      database.inTransaction(
          () -> {
            observer.deactivated(new WebhooksDeactivated(DeactivationReason.GONE, Set.of(webhook)));
            throw new IllegalStateException("rolled back");
          });
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("rolled back");
    }
  }

  /** Publishes what is to be published. */
  List<OperationalEvent> published() {
    List<OperationalEvent> claimed = database.inTransaction(outbox::claim);
    database.inTransaction(
        () -> {
          outbox.delete(claimed);
          return null;
        });
    return claimed;
  }
}
