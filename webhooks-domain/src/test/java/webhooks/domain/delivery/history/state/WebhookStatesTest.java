package webhooks.domain.delivery.history.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLTimeoutException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Caller;
import webhooks.domain.access.Callers;
import webhooks.domain.access.InsufficientScope;
import webhooks.domain.access.TokenScope;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.delivery.AttemptCause;
import webhooks.domain.delivery.AttemptError;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.HistoryRows;
import webhooks.domain.delivery.history.StatisticsLimit;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.delivery.queue.FailureSums;
import webhooks.domain.delivery.queue.requeue.RequeueRepository;
import webhooks.domain.webhook.WebhookRow;

/** How the deliveries of webhooks go, as operators see it. */
@OnEveryDatabase
class WebhookStatesTest {
  private static final Caller OPERATOR = Callers.application("operator");

  private final TestDatabase database;
  private HistoryRows rows;
  private Instant now;
  private UUID webhook;

  WebhookStatesTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void insertAnActiveWebhook() {
    rows = new HistoryRows(database);
    now = new RequeueRepository(database.database()).now();
    webhook = insert(true);
  }

  private UUID insert(boolean active) {
    return new WebhookRow().with("active", active).with("activation", 1L).insertInto(database);
  }

  private WebhookState state(UUID of) {
    return database.inTransaction(
        () ->
            new WebhookStates(new StatisticsLimit(), new FailureSums(), repository())
                .of(OPERATOR, List.of(of))
                .get(of));
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  private WebhookStateRepository repository() {
    return new WebhookStateRepository(database.database());
  }

  private void pending(UUID of, int count) {
    rows.deliveries(of, DeliveryStatus.PENDING, Collections.nCopies(count, now), HistoryRows.TYPE);
  }

  @Test
  void showsWhyAWebhookFails() {
    database.execute(
        "insert into failure_streak (webhook_id, account_id, failures, since, last_time,"
            + " last_error, last_cause, last_status) values (?, 'account', 7, ?, ?, 'tls', 'certificate expired', null)",
        webhook,
        utc(now.minusSeconds(60)),
        utc(now));
    database.execute(
        "insert into webhook_pause (webhook_id, account_id, ends) values (?, 'account', ?)",
        webhook,
        utc(now.plusSeconds(600)));
    pending(webhook, 3);

    assertThat(state(webhook))
        .isEqualTo(
            new WebhookState(
                7,
                Optional.of(now.minusSeconds(60)),
                Optional.of(
                    new LastFailure(
                        now,
                        OptionalInt.empty(),
                        AttemptError.TLS,
                        Optional.of(AttemptCause.CERTIFICATE_EXPIRED))),
                Optional.of(new DeliveryCount(3, true)),
                Optional.of(now.plusSeconds(600)),
                false));
  }

  @Test
  void leavesOutWhatAHealthyWebhookLacks() {
    database.execute(
        "insert into webhook_pause (webhook_id, account_id, ends) values (?, 'account', ?)",
        webhook,
        utc(now));

    assertThat(state(webhook)).isEqualTo(WebhookState.NONE.withPending(new DeliveryCount(0, true)));
  }

  @Test
  void isHeldWhileItsAccountMoves() {
    database.execute(
        "insert into account_hold (account_id, since) values ('account', current_timestamp)");
    UUID elsewhere = new WebhookRow().with("account_id", "elsewhere").insertInto(database);

    assertThat(state(webhook).held()).isTrue();
    assertThat(state(elsewhere).held()).isFalse();
  }

  @Test
  void readsAStreakThatAnEarlierVersionCounted() {
    database.execute(
        "insert into failure_streak (webhook_id, account_id, failures, since)"
            + " values (?, 'account', 7, ?)",
        webhook,
        utc(now));

    assertThat(state(webhook).failureStreak()).isEqualTo(7);
    assertThat(state(webhook).lastFailure()).isEmpty();
  }

  @Test
  void countsPendingDeliveriesUpToABound() {
    pending(webhook, WebhookStateRepository.MAX_PENDING);
    assertThat(state(webhook).pending()).contains(new DeliveryCount(1000, true));

    pending(webhook, 1);
    assertThat(state(webhook).pending()).contains(new DeliveryCount(1000, false));
  }

  @Test
  void leavesOutPendingDeliveriesThatAreToBeCancelled() {
    pending(webhook, WebhookStateRepository.MAX_PENDING + 1);
    database.execute("update webhook set activation = 2");
    rows.deliveries(webhook, DeliveryStatus.PENDING, List.of(now.plusSeconds(1)), HistoryRows.TYPE);
    database.execute(
        "update delivery_pending set activation = 2 where created = ?", utc(now.plusSeconds(1)));
    UUID inactive = insert(false);
    pending(inactive, 2);

    assertThat(state(webhook).pending()).contains(new DeliveryCount(1, true));
    assertThat(state(inactive).pending()).contains(new DeliveryCount(0, true));
  }

  @Test
  void showsTheRestIfDeliveriesAreNotCountedInTime() {
    WebhookStateRepository slow =
        new WebhookStateRepository(database.database()) {
          @Override
          public Map<UUID, DeliveryCount> pending(List<UUID> webhookIds) {
            throw new DatabaseFailure(new SQLTimeoutException("slow", "57014"));
          }
        };

    assertThat(
            new WebhookStates(new StatisticsLimit(), new FailureSums(), slow)
                .of(OPERATOR, List.of(webhook)))
        .containsEntry(webhook, WebhookState.NONE);
  }

  @Test
  void readsAPageOfWebhooks() {
    UUID other = insert(true);
    pending(other, 2);

    assertThat(
            database.inTransaction(
                () ->
                    new WebhookStates(new StatisticsLimit(), new FailureSums(), repository())
                        .of(OPERATOR, List.of(webhook, other, UUID.randomUUID()))))
        .hasSize(2)
        .containsEntry(other, WebhookState.NONE.withPending(new DeliveryCount(2, true)));
    assertThat(
            new WebhookStates(new StatisticsLimit(), new FailureSums(), repository())
                .of(OPERATOR, List.of()))
        .isEmpty();
  }

  @Test
  void isForOperatorsOnly() {
    Caller owner = Callers.withScopes(TokenScope.READ, TokenScope.MODIFY, TokenScope.PUBLISH);

    assertThatThrownBy(
            () ->
                new WebhookStates(new StatisticsLimit(), new FailureSums(), repository())
                    .of(owner, List.of(webhook)))
        .isInstanceOf(InsufficientScope.class);
  }
}
