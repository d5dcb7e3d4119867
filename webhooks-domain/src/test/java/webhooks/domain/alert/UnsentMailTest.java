package webhooks.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.alert.AlertsFixture.order;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;

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
