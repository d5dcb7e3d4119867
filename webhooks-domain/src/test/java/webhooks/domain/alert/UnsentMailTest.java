package webhooks.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static webhooks.domain.alert.AlertsFixture.order;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.operational.OperationalEventType;

/** The next try of a mail that was not sent, or its end. */
@OnEveryDatabase
class UnsentMailTest {
  private final AlertsFixture alerts;
  private final TestDatabase database;

  UnsentMailTest(TestDatabase database) {
    this.database = database;
    this.alerts = new AlertsFixture(database);
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  @Test
  void crashRepeatsTheMail() {
    alerts.confirmed();
    alerts.failing(alerts.webhook());
    DueMail lost = alerts.next();
    assertThat(alerts.claim()).as("another node").isEmpty();
    alerts.pass(3);

    DueMail repeated = alerts.next();
    alerts.sent(lost);
    assertThat(database.count("select count(*) from alert where taken_by is not null"))
        .isEqualTo(1);
    alerts.sent(repeated);

    assertThat(AlertsFixture.webhooks(repeated)).isEqualTo(AlertsFixture.webhooks(lost));
    alerts.pass(61);
    assertThat(alerts.claim()).isEmpty();
  }

  @Test
  void failuresHaveGrowingPauses() {
    alerts.confirmed();
    alerts.failing(alerts.webhook());
    for (int minutes : new int[] {1, 5, 30, 120, 120}) {
      alerts.failed(alerts.next());
      alerts.pass(minutes - 1);
      assertThat(alerts.claim()).isEmpty();
      alerts.pass(2);
    }
    alerts.sent(alerts.next());

    assertThat(database.count("select failures from alert")).isZero();
  }

  @Test
  void refusedRecipientGetsLaterEventsAfterGrowingPauses() {
    alerts.confirmed();
    for (int minutes : new int[] {1, 5, 30, 120}) {
      alerts.failing(alerts.webhook());
      alerts.refused(alerts.next());
      alerts.failing(alerts.webhook());
      alerts.pass(minutes - 1);
      assertThat(alerts.claim()).isEmpty();
      alerts.pass(2);
      assertThat(alerts.next().reports()).as("the later event").hasSize(1);
      alerts.pass(3);
      database.execute("delete from alert_report");
    }
  }

  @Test
  void refusedConfirmationIsNotTriedAgain() {
    alerts.add(order("person@example.com", Optional.empty()));
    alerts.refused(alerts.next());
    alerts.pass(180);

    assertThat(alerts.claim()).isEmpty();
  }

  @Test
  void newEventsDoNotEndThePauseOfAFailure() {
    alerts.confirmed();
    UUID webhook = alerts.webhook();
    alerts.failing(webhook);
    alerts.failed(alerts.next());

    alerts.failing(webhook);

    assertThat(alerts.claim()).isEmpty();
  }

  @Test
  void eventsAreGivenUpAfterADay() {
    alerts.confirmed();
    UUID webhook = alerts.webhook();
    alerts.failing(webhook);
    alerts.pass(24 * 60 - 1);
    assertThat(database.inTransaction(alerts.outbox::giveUp)).isZero();
    alerts.pass(2);

    assertThat(database.inTransaction(alerts.outbox::giveUp)).isEqualTo(1);
    assertThat(alerts.claim()).isEmpty();
  }

  @Test
  void alertThatCannotBeReadDelaysNoOther() {
    AlertView broken = alerts.confirmed();
    AlertView other = alerts.confirmed(alerts.add(order("other@example.com", Optional.empty())));
    alerts.failing(alerts.webhook());
    database.execute("update alert set content = ? where id = ?", new byte[40], broken.id());

    assertThat(alerts.next().alertId()).isEqualTo(other.id());
  }

  /** Otherwise it would be claimed again at once, without end. */
  @Test
  void alertThatCannotBeReadIsTriedAgainInAnHour() {
    alerts.confirmed();
    alerts.failing(alerts.webhook());
    database.execute("update alert set content = ?", new byte[40]);

    assertThat(database.inTransaction(alerts.outbox::claim))
        .hasValueSatisfying(claimed -> assertThat(claimed.mail()).isEmpty());
    alerts.pass(59);
    assertThat(database.inTransaction(alerts.outbox::claim)).isEmpty();
    alerts.pass(2);

    assertThat(database.inTransaction(alerts.outbox::claim)).isPresent();
  }

  /** In a rolling upgrade a node of the later version stores it. */
  @Test
  void eventOfALaterVersionDelaysNoMail() {
    AlertView alert = alerts.confirmed();
    UUID webhook = alerts.webhook();
    alerts.failing(webhook);
    database.execute(
        "insert into alert_report (alert_id, webhook_id, event_type, events, first_at, last_at,"
            + " content, not_before) select id, ?, 'webhooks.later.v1', 2, current_timestamp,"
            + " current_timestamp, 'of a later form', current_timestamp from alert where id = ?",
        webhook,
        alert.id());

    DueMail mail = alerts.next();

    assertThat(mail.reports().get(0).lines())
        .extracting(DueMail.Line::eventType, DueMail.Line::type, DueMail.Line::events)
        .containsExactlyInAnyOrder(
            tuple(
                OperationalEventType.FAILING.eventType(),
                Optional.of(AlertType.WEBHOOK_FAILING),
                1),
            tuple("webhooks.later.v1", Optional.empty(), 2));
    alerts.sent(mail);
    alerts.pass(61);
    assertThat(alerts.claim()).isEmpty();
  }

  @Test
  void reportOfASentMailIsNotGivenUp() {
    alerts.confirmed();
    UUID webhook = alerts.webhook();
    alerts.failing(webhook);
    alerts.sent(alerts.next());
    alerts.pass(24 * 60 + 1);
    assertThat(database.inTransaction(alerts.outbox::giveUp)).isZero();

    alerts.failing(webhook);

    assertThat(database.inTransaction(alerts.outbox::giveUp)).isZero();
    assertThat(alerts.claim()).isPresent();
  }

  @Test
  void eventDuringALateSendIsNotGivenUpWithTheEarlierOne() {
    alerts.confirmed();
    UUID webhook = alerts.webhook();
    alerts.failing(webhook);
    alerts.pass(23 * 60);
    DueMail mail = alerts.next();
    alerts.failing(webhook);
    alerts.sent(mail);
    alerts.pass(2 * 60);

    assertThat(database.inTransaction(alerts.outbox::giveUp)).isZero();
    assertThat(alerts.claim()).isPresent();
  }

  /** A mail may arrive although the node counts it as failed. */
  @Test
  void confirmationEndsThePauseOfAFailure() {
    alerts.add(order("person@example.com", Optional.empty()));
    DueMail mail = alerts.next();
    alerts.failed(mail);
    alerts.confirm(mail.confirm().orElseThrow());

    alerts.failing(alerts.webhook());

    assertThat(alerts.next().reports()).hasSize(1);
    assertThat(database.count("select failures from alert")).isZero();
  }

  @Test
  void optionsThatCannotBeReadDelayNoMail() {
    AlertView alert = alerts.confirmed();
    UUID webhook = alerts.webhook();
    database.execute(
        "insert into webhook_options (webhook_id, account_id, key_id, content, modified)"
            + " values (?, 'account', 'lost', ?, current_timestamp)",
        webhook,
        new byte[40]);
    alerts.failing(webhook);

    assertThat(alerts.next().alertId()).isEqualTo(alert.id());
  }
}
