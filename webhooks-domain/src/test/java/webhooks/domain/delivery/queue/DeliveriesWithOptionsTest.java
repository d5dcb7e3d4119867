package webhooks.domain.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.address.Origin;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.database.TestEntities;
import webhooks.domain.delivery.CountedSlots;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.webhook.StoredWebhooks;
import webhooks.domain.webhook.WebhookRow;

/** Deliveries of webhooks with options are leased only while the options are in memory. */
@OnEveryDatabase
class DeliveriesWithOptionsTest {
  private final TestDatabase database;
  private QueueFixture node;
  private UUID webhook;

  DeliveriesWithOptionsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertWebhookWithOptions() {
    node = QueueFixture.onEmpty(database);
    webhook = node.webhook(true, 1);
    database.execute("update webhook set has_options = true");
    WebhookOptions options =
        new ChangeOptions(Map.of("description", "text"), true, List.of())
            .applyTo(WebhookOptions.NONE, Origin.NONE);
    database.inTransaction(
        () -> {
          new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true)
              .put(webhook, "account", options, Instant.EPOCH);
          return null;
        });
  }

  private void loseOptions() {
    database.execute("update webhook_options set key_id = 'lost'");
  }

  private List<?> accept() {
    return node.accept(List.of(UUID.randomUUID()), CountedSlots.enough()).deliveries();
  }

  private List<?> claim() {
    return node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 1)).deliveries();
  }

  @Test
  void intakeLoadsOptionsOfLeasedDeliveries() {
    assertThat(accept()).hasSize(1);

    assertThat(node.subscriptions.find(webhook))
        .get()
        .matches(found -> node.subscriptions.withOptions(found).isPresent());
  }

  @Test
  void claimLoadsOptions() {
    node.accept(1, Slots.NONE);

    assertThat(claim()).hasSize(1);
    assertThat(node.subscriptions.find(webhook))
        .get()
        .matches(found -> node.subscriptions.withOptions(found).isPresent());
  }

  @Test
  void deliveriesWaitWhileOptionsCannotBeRead() {
    loseOptions();

    assertThat(accept()).isEmpty();
    assertThat(claim()).isEmpty();
    assertThat(node.pendingDeliveries().pending()).isEqualTo(1);
  }

  @Test
  void deactivationCancelsDeliveriesWhoseOptionsCannotBeRead() {
    loseOptions();
    accept();
    node.change(webhook, false, 1);

    claim();

    assertThat(node.deliveries(DeliveryStatus.CANCELLED)).isEqualTo(1);
  }

  /** The next attempt after that one follows the new schedule. */
  @Test
  void changedScheduleAndTimeOutLeaveDueTimes() {
    node.accept(1, Slots.NONE);
    LeasedDelivery leased =
        node.claimBacklog(CountedSlots.enough(), Map.of(webhook, 1)).deliveries().get(0);
    node.record(List.of(QueueFixture.retry(leased, Duration.ofHours(1))));
    String inAnHour =
        "select count(*) from delivery_pending where lease is null"
            + " and due_at > current_timestamp + interval '59' minute";

    try (TestEntities entities = new TestEntities(database)) {
      new StoredWebhooks(database, entities)
          .setOptions(webhook, "{'timeout': 'PT30S', 'retry': {'schedule': ['PT1S']}}");
    }

    assertThat(database.count("select count(*) from webhook where attempt_timeout_ms = 30000"))
        .isEqualTo(1);
    assertThat(database.count(inAnHour)).isEqualTo(1);
    assertThat(node.claimDue(CountedSlots.enough(), 9).deliveries()).isEmpty();
    assertThat(database.count(inAnHour)).isEqualTo(1);
  }
}
