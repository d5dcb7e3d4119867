package webhooks.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static webhooks.domain.alert.AlertsFixture.event;
import static webhooks.domain.alert.AlertsFixture.order;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.operational.OperationalEventType;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.webhook.WebhookRow;

/** Which mails are due when, and what becomes of them. */
@OnEveryDatabase
class AlertOutboxTest {
  private static final Instant FAILED = Instant.parse("2026-10-02T14:55:00.463Z");

  private final AlertsFixture alerts;
  private final TestDatabase database;

  AlertOutboxTest(TestDatabase database) {
    this.database = database;
    this.alerts = new AlertsFixture(database);
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  @Test
  void onlyTheConfirmationIsSentBeforeItIsFollowed() {
    alerts.add(order("person@example.com", Optional.empty()));
    alerts.failing(alerts.webhook());

    DueMail mail = alerts.next();
    alerts.sent(mail);
    alerts.pass(120);

    assertThat(mail.confirm()).isPresent();
    assertThat(mail.reports()).isEmpty();
    assertThat(alerts.claim()).isEmpty();
  }

  @Test
  void mailNamesTheWebhookWithoutItsQuery() {
    alerts.confirmed();
    UUID webhook = alerts.webhook();
    database.execute(
        "insert into webhook_options (webhook_id, account_id, key_id, content, modified)"
            + " values (?, 'account', ?, ?, current_timestamp)",
        webhook,
        WebhookRow.CIPHER.keyId(),
        WebhookRow.CIPHER.encrypt(
            webhook, EncryptedColumn.OPTIONS, "{\"description\":\"of a test\"}"));

    alerts.failing(webhook);

    DueMail.Report report = alerts.next().reports().get(0);
    assertThat(report.receiver()).contains("example.com/hook");
    assertThat(report.description()).contains("of a test");
    assertThat(report.lines())
        .singleElement()
        .satisfies(line -> assertThat(line.type()).contains(AlertType.WEBHOOK_FAILING));
  }

  @Test
  void mailHasTheLatestFailureOfAWebhook() {
    alerts.confirmed();
    UUID failing = alerts.webhook();
    UUID recovered = alerts.webhook();
    UUID deactivated = alerts.webhook();
    failure(failing, "timeout", "no response", null);
    failure(deactivated, "status", null, 503);
    alerts.failing(failing);
    alerts.failing(recovered);
    alerts.happened(deactivated, OperationalEventType.DEACTIVATED, "{\"reason\":\"gone\"}");

    assertThat(alerts.next().reports())
        .extracting(DueMail.Report::webhookId, DueMail.Report::failure)
        .containsExactlyInAnyOrder(
            tuple(Optional.of(failing), Optional.of(timeout())),
            tuple(Optional.of(recovered), Optional.empty()),
            tuple(Optional.of(deactivated), Optional.of(unavailable())));
  }

  @Test
  void latestFailureHasTheStatusOfTheResponse() {
    alerts.confirmed();
    UUID webhook = alerts.webhook();
    failure(webhook, "status", null, 503);
    alerts.failing(webhook);

    assertThat(alerts.next().reports().get(0).failure()).contains(unavailable());
  }

  private static DueMail.Failure unavailable() {
    return new DueMail.Failure(FAILED, "status", Optional.empty(), OptionalInt.of(503));
  }

  private static DueMail.Failure timeout() {
    return new DueMail.Failure(FAILED, "timeout", Optional.of("no response"), OptionalInt.empty());
  }

  private void failure(UUID webhook, String error, String cause, Integer status) {
    database.execute(
        "insert into failure_streak (webhook_id, account_id, failures, since, last_time,"
            + " last_error, last_cause, last_status)"
            + " values (?, 'account', 5, current_timestamp, ?, ?, ?, ?)",
        webhook,
        FAILED.atOffset(ZoneOffset.UTC),
        error,
        cause,
        status);
  }

  @Test
  void thereIsOneMailAnHourAboutAWebhook() {
    alerts.confirmed();
    UUID webhook = alerts.webhook();
    alerts.failing(webhook);
    alerts.sent(alerts.next());

    alerts.failing(webhook);
    alerts.happened(webhook, OperationalEventType.DEACTIVATED, "{\"reason\":\"gone\"}");
    alerts.failing(webhook);
    alerts.pass(58);
    assertThat(alerts.claim()).as("within the hour").isEmpty();
    alerts.pass(3);

    assertThat(alerts.next().reports())
        .singleElement()
        .satisfies(
            report ->
                assertThat(report.lines())
                    .extracting(DueMail.Line::events)
                    .containsExactlyInAnyOrder(1, 2));
  }

  @Test
  void otherWebhooksAreInAMailFiveMinutesLater() {
    alerts.confirmed();
    UUID first = alerts.webhook();
    UUID second = alerts.webhook();
    alerts.failing(first);
    alerts.sent(alerts.next());

    alerts.failing(second);
    assertThat(alerts.claim()).isEmpty();
    alerts.pass(6);

    DueMail mail = alerts.next();
    assertThat(AlertsFixture.webhooks(mail)).containsExactly(Optional.of(second));
    alerts.sent(mail);
    assertThat(alerts.claim()).isEmpty();
  }

  @Test
  void mailHasAtMostFiftyWebhooks() {
    alerts.confirmed();
    List<UUID> all = Stream.generate(alerts::webhook).limit(53).toList();
    alerts.happened(
        all.stream()
            .map(id -> event(id, "client", "account", OperationalEventType.FAILING, "{}"))
            .toList());

    DueMail first = alerts.next();
    alerts.sent(first);
    alerts.pass(6);
    DueMail second = alerts.next();

    assertThat(first.reports()).hasSize(50);
    assertThat(first.moreWebhooks()).isEqualTo(3);
    assertThat(
            Stream.concat(
                AlertsFixture.webhooks(first).stream(), AlertsFixture.webhooks(second).stream()))
        .containsExactlyInAnyOrderElementsOf(all.stream().map(Optional::of).toList());
  }

  @Test
  void eventsDuringTheSendAreInTheNextMail() {
    alerts.confirmed();
    UUID webhook = alerts.webhook();
    alerts.failing(webhook);
    DueMail mail = alerts.next();
    alerts.failing(webhook);
    alerts.sent(mail);
    alerts.pass(61);

    assertThat(alerts.next().reports().get(0).lines().get(0).events()).isEqualTo(1);
  }

  @Test
  void twoNodesClaimNoMailTwice() {
    alerts.confirmed();
    alerts.failing(alerts.webhook());

    Optional<DueMail> ofOther =
        database.inTransaction(
            () -> {
              assertThat(alerts.outbox.claim()).isPresent();
              return CompletableFuture.supplyAsync(alerts::claim).get(30, TimeUnit.SECONDS);
            });

    assertThat(ofOther).isEmpty();
  }

  @Test
  void accountThatIsMovingGetsNoMails() {
    alerts.confirmed();
    AlertView other =
        alerts.confirmed(
            alerts.add("another", Optional.empty(), order("b@example.com", Optional.empty())));
    UUID webhook = alerts.webhook();
    database.execute(
        "insert into account_hold (account_id, since) values ('account', current_timestamp)");
    alerts.happened(
        List.of(
            event(webhook, "client", "account", OperationalEventType.FAILING, "{}"),
            event(webhook, "client", "another", OperationalEventType.FAILING, "{}")));

    assertThat(alerts.next().alertId()).isEqualTo(other.id());
    assertThat(alerts.claim()).isEmpty();
    database.execute("delete from account_hold");

    assertThat(alerts.next().to()).isEqualTo(AlertsFixture.EMAIL);
  }

  @Test
  void eventsGoToTheAlertsOfTheOwner() {
    UUID webhook = alerts.webhook();
    add("of-webhook", Optional.of("client"), Optional.of(webhook), AlertType.WEBHOOK_FAILING);
    add("of-account", Optional.empty(), Optional.empty(), AlertType.WEBHOOK_FAILING);
    add("other-client", Optional.of("other"), Optional.empty(), AlertType.WEBHOOK_FAILING);
    add("other-kind", Optional.empty(), Optional.empty(), AlertType.WEBHOOK_DEACTIVATED);
    add(
        "other-webhook",
        Optional.of("client"),
        Optional.of(alerts.webhook()),
        AlertType.WEBHOOK_FAILING);

    alerts.failing(webhook);
    alerts.happened(
        List.of(event(webhook, "client", "other-account", OperationalEventType.FAILING, "{}")));

    assertThat(recipients()).containsExactlyInAnyOrder("of-webhook", "of-account");
  }

  @Test
  void backlogGoesToThoseWhoAskedForIt() {
    add("no", Optional.empty(), Optional.empty(), AlertType.WEBHOOK_FAILING);
    add("yes", Optional.empty(), Optional.empty(), AlertType.BACKLOG_HIGH);
    OperationalEvent backlog =
        event(null, "", "", OperationalEventType.BACKLOG_EXCEEDED, "{\"pending\":2,\"bound\":1}");
    OperationalEvent normal = event(null, "", "", OperationalEventType.BACKLOG_NORMAL, "{}");

    alerts.happened(List.of(backlog, normal));

    DueMail mail = alerts.next();
    assertThat(mail.to().text()).startsWith("yes@");
    assertThat(AlertsFixture.webhooks(mail)).containsExactly(Optional.empty());
    assertThat(mail.reports().get(0).lines()).hasSize(1);
    assertThat(alerts.claim()).isEmpty();
  }

  private void add(String name, Optional<String> client, Optional<UUID> webhook, AlertType type) {
    alerts.confirmed(alerts.add("account", client, order(name + "@example.com", webhook, type)));
  }

  private List<String> recipients() {
    return Stream.generate(alerts::claim)
        .takeWhile(Optional::isPresent)
        .map(mail -> mail.get().to().text().replace("@example.com", ""))
        .toList();
  }
}
