package webhooks.domain.delivery.queue.erase;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.QueueRows;
import webhooks.domain.delivery.queue.erase.ExpiredPayloads.Sweep;
import webhooks.domain.id.Ids;
import webhooks.domain.option.OptionRules;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.retention.RetainedPayloads;
import webhooks.domain.webhook.WebhookRow;

/** Sweeps that take long: nodes share them, and no webhook keeps others waiting. */
@OnEveryDatabase
class SweepTurnsTest {
  private static final OffsetDateTime CREATED = OffsetDateTime.now().minusHours(1);
  private static final String ERASED =
      "select count(*) from delivery_finished where payload_erased and webhook_id = ?";
  private static final String DUE_AFTER =
      "select count(*) from webhook_options where webhook_id = ?"
          + " and payload_due > current_timestamp + interval '%d' minute";

  private final TestDatabase database;
  private UUID webhook;

  SweepTurnsTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void startEmpty() {
    database.clear();
    webhook = webhook();
  }

  /** Inserts a webhook that keeps no payloads. */
  private UUID webhook() {
    UUID id = new WebhookRow().insertInto(database);
    OptionsRepository options =
        new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true);
    database.inTransaction(
        () -> {
          options.put(
              id,
              "account",
              OptionRules.options("{'retention': {'payload': 'PT0S'}}"),
              Instant.now());
          return null;
        });
    return id;
  }

  private void deliveries(int count) {
    QueueRows rows = new QueueRows(database);
    UUID event = Ids.next();
    rows.event(event, "type", "{}".getBytes(StandardCharsets.UTF_8), CREATED);
    List<QueueRows.Row> deliveries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      deliveries.add(
          new QueueRows.Row(
              Ids.next(), event, webhook, DeliveryStatus.SUCCEEDED, 1, CREATED.plusSeconds(i / 2)));
    }
    rows.deliveries(deliveries);
  }

  /** Returns a node whose batches have two deliveries. */
  private ExpiredPayloads node(int maxBatches) {
    return new ExpiredPayloads(database.database(), 2, maxBatches);
  }

  private Sweep take(ExpiredPayloads node) {
    return database.inTransaction(node::takeNext).orElseThrow();
  }

  private Sweep turn(ExpiredPayloads node, Sweep taken) {
    Sweep sweep = taken;
    while (!sweep.isOver()) {
      Sweep before = sweep;
      sweep = database.inTransaction(() -> node.next(before));
    }
    return sweep;
  }

  @Test
  void longSweepLeavesTheTurnToOthers() {
    deliveries(5);
    UUID other = webhook();
    Sweep first = turn(node(2), take(node(2)));
    assertThat(first.webhook().webhookId()).isEqualTo(webhook);
    assertThat(first.isFinished()).isFalse();
    assertThat(database.count(ERASED, webhook)).isEqualTo(4);

    Sweep second = turn(node(9), take(node(9)));
    assertThat(second.webhook().webhookId()).isEqualTo(other);
    assertThat(second.isFinished()).isTrue();

    Sweep third = take(node(9));
    assertThat(third.webhook().webhookId()).isEqualTo(webhook);
    assertThat(third.position().after()).isEqualTo(first.position().after());
    assertThat(third.position().kept()).isEqualTo(first.position().kept());
    assertThat(turn(node(9), third).isFinished()).isTrue();
    assertThat(database.count(ERASED, webhook)).isEqualTo(5);
    assertThat(database.inTransaction(node(9)::takeNext)).isEmpty();
    assertThat(
            database.count(
                "select count(*) from webhook_options where payload_swept is not null"
                    + " and sweep_status is null"))
        .isEqualTo(2);
  }

  @Test
  void nodeThatStopsLeavesTheRest() {
    deliveries(3);
    ExpiredPayloads node = node(9);
    Sweep taken = take(node);
    Sweep reached = database.inTransaction(() -> node.next(taken));
    assertThat(database.inTransaction(node(9)::takeNext)).isEmpty();

    database.inTransaction(
        () -> {
          node.interrupt(reached);
          return null;
        });

    Sweep next = take(node(9));
    assertThat(next.position().afterId()).isEqualTo(reached.position().afterId());
    assertThat(turn(node(9), next).isFinished()).isTrue();
    assertThat(database.count(ERASED, webhook)).isEqualTo(3);
  }

  /** A sweep may take longer than the time between two of them. */
  @Test
  void sweepOfAnotherNodeIsLeftToIt() {
    Sweep taken = take(node(9));
    assertThat(database.count(DUE_AFTER.formatted(50), webhook)).isEqualTo(1);

    turn(node(9), taken);

    assertThat(database.count(DUE_AFTER.formatted(1), webhook)).isZero();
    assertThat(database.count(DUE_AFTER.formatted(0), webhook)).isEqualTo(1);
  }

  @Test
  void restsTwentyTimesAsLongAsASweepTook() {
    deliveries(3);
    turn(node(1), take(node(1)));
    database.execute("update webhook_options set sweep_millis = 60000");

    turn(node(9), take(node(9)));

    assertThat(database.count(DUE_AFTER.formatted(19), webhook)).isEqualTo(1);
    assertThat(database.count(DUE_AFTER.formatted(25), webhook)).isZero();
  }

  /** A pending delivery keeps the sweeps at their beginning. */
  @Test
  void erasedDeliveriesNeedNoBatch() {
    deliveries(6);
    database.execute("update delivery_finished set payload_erased = true");
    deliveries(1);

    assertThat(turn(node(3), take(node(3))).isFinished()).isTrue();
    assertThat(database.count(ERASED, webhook)).isEqualTo(7);
  }

  @Test
  void interruptedSweepBeginsAnewIfOldDeliveriesComeBack() throws Exception {
    deliveries(3);
    turn(node(1), take(node(1)));
    database.execute("update delivery_finished set payload_erased = false");
    try (Connection connection = database.database().connection()) {
      RetainedPayloads.lookAgain(connection, webhook);
    }

    assertThat(turn(node(9), take(node(9))).isFinished()).isTrue();
    assertThat(database.count(ERASED, webhook)).isEqualTo(3);
  }
}
