package webhooks.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.alert.AlertsFixture.order;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.Ids;
import webhooks.domain.retention.Retention;
import webhooks.domain.retention.Retention.PurgeCursor;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.WebhookRow;

/** The end of alerts, and a change of the key. */
@OnEveryDatabase
class AlertPurgeTest {
  private static final SecretCipher NEW =
      SecretCipher.of(
          TestSettings.with(
              "webhooks.encryption.key",
              "YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=",
              "webhooks.encryption.previous-keys",
              NodeSettings.KEY),
          Dialect.POSTGRESQL);

  private final AlertsFixture alerts;
  private final TestDatabase database;

  AlertPurgeTest(TestDatabase database) {
    this.database = database;
    this.alerts = new AlertsFixture(database);
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  private void purge() {
    Retention retention = new Retention(database.database(), TestSettings.with());
    alerts.run(retention::purgeWebhooks);
    alerts.run(() -> retention.purgeAlertReports(PurgeCursor.START));
  }

  private long count(String table) {
    return database.count("select count(*) from " + table);
  }

  @Test
  void unconfirmedAlertsEndAfterADay() {
    alerts.add(order("person@example.com", Optional.empty()));
    alerts.claim();
    purge();
    assertThat(count("alert")).isEqualTo(1);
    alerts.pass(24 * 60 + 1);

    purge();

    assertThat(count("alert")).isZero();
    assertThat(count("alert_confirmation")).isZero();
    assertThat(count("alert_request")).isZero();
  }

  @Test
  void alertsEndWithTheirWebhook() {
    UUID webhook = alerts.webhook();
    alerts.confirmed(alerts.add(order("one@example.com", Optional.of(webhook))));
    alerts.confirmed(alerts.add(order("all@example.com", Optional.empty())));
    alerts.failing(webhook);
    purge();
    assertThat(count("alert_report")).isEqualTo(2);
    database.execute("update webhook set deleted = true, active = false");

    purge();

    assertThat(alerts.list())
        .singleElement()
        .satisfies(
            alert -> assertThat(alert.email().orElseThrow().text()).isEqualTo("all@example.com"));
    assertThat(count("alert_report")).isZero();
  }

  @Test
  void sentReportsStayForAnHour() {
    alerts.confirmed();
    alerts.failing(alerts.webhook());
    alerts.sent(alerts.claim().orElseThrow());

    purge();
    assertThat(count("alert_report")).isEqualTo(1);
    alerts.pass(61);
    purge();

    assertThat(count("alert_report")).isZero();
  }

  @Test
  void purgeKeepsTheRefusalOfARecipientForThirtyDays() {
    alerts.add(order("person@example.com", Optional.empty()));
    alerts.unsubscribe(alerts.next().unsubscribe());
    alerts.pass(30 * 24 * 60 - 1);
    purge();
    assertThat(count("alert_request")).isEqualTo(1);
    alerts.pass(2);

    purge();

    assertThat(count("alert_request")).isZero();
  }

  /** Each batch examines a bounded number of reports, so that no round reads all at once. */
  @Test
  void reportsArePurgedInBatches() {
    List<UUID> all = Stream.generate(Ids::next).limit(3).toList();
    for (UUID alert : all) {
      List<Object[]> rows =
          Stream.generate(() -> new Object[] {alert, UUID.randomUUID()}).limit(600).toList();
      database.executeAll(
          "insert into alert_report (alert_id, webhook_id, event_type, events, first_at, last_at,"
              + " content, not_before) values (?, ?, 'a', 1, current_timestamp, current_timestamp,"
              + " '{}', current_timestamp)",
          rows);
    }
    Retention retention = new Retention(database.database(), TestSettings.with());

    PurgeCursor first =
        database.inTransaction(() -> retention.purgeAlertReports(PurgeCursor.START));
    assertThat(first.id()).isEqualTo(all.get(1));
    assertThat(first.isEnd()).isFalse();
    assertThat(database.ids("select distinct alert_id from alert_report"))
        .containsExactly(all.get(2));
    PurgeCursor last = database.inTransaction(() -> retention.purgeAlertReports(first));

    assertThat(last.isEnd()).isTrue();
    assertThat(count("alert_report")).isZero();
  }

  @Test
  void newKeyEncryptsAlertsAgain() {
    alerts.add(order("person@example.com", Optional.empty()));
    AlertView broken = alerts.add(order("other@example.com", Optional.empty()));
    database.execute("update alert set content = ? where id = ?", new byte[40], broken.id());
    AlertReencryption reencryption = new AlertReencryption(database.database(), NEW);

    AlertReencryption.Batch batch =
        database.inTransaction(() -> reencryption.next(AlertReencryption.Batch.START));

    assertThat(batch.isLast()).isTrue();
    assertThat(count("alert where key_id = '" + NEW.keyId() + "'")).isEqualTo(1);
    database.execute("delete from alert where id = ?", broken.id());
    AlertOutbox outbox = new AlertOutbox(database.database(), NEW);
    assertThat(database.inTransaction(outbox::claim).flatMap(AlertOutbox.Claimed::mail))
        .map(DueMail::to)
        .contains(AlertsFixture.EMAIL);
    assertThat(WebhookRow.CIPHER.keyId()).isNotEqualTo(NEW.keyId());
  }
}
