package webhooks.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;
import static webhooks.domain.alert.AlertsFixture.order;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.error.FaultCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.secret.LinkToken;

/** What an account and the recipients of its alerts can do, and how it is bounded. */
@OnEveryDatabase
class AlertRepositoryTest {
  private final AlertsFixture alerts;
  private final TestDatabase database;

  AlertRepositoryTest(TestDatabase database) {
    this.database = database;
    this.alerts = new AlertsFixture(database);
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  private long count(String from) {
    return database.count("select count(*) from " + from);
  }

  @Test
  void addressIsStoredEncrypted() {
    alerts.add(order("person@example.com", Optional.empty(), AlertType.WEBHOOK_FAILING));

    assertThat(alerts.list())
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.email()).contains(AlertsFixture.EMAIL);
              assertThat(alert.alerts()).containsExactly(AlertType.WEBHOOK_FAILING);
              assertThat(alert.confirmed()).isEmpty();
              assertThat(alert.expires()).contains(alert.created().plusSeconds(86_400));
            });
    byte[] part = "person".getBytes(StandardCharsets.UTF_8);
    assertThat(
            count(
                "alert where position(cast('"
                    + hex(part)
                    + "' as varchar) in encode_hex) > 0".replace("encode_hex", hexOf("content"))))
        .isZero();
    assertThat(count("alert_request where subject like '%person%'")).isZero();
    assertThat(count("audit where detail like 'alert=%' and detail not like '%@%'")).isEqualTo(1);
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private String hexOf(String column) {
    return database.database().dialect().isEmbedded()
        ? "rawtohex(" + column + ")"
        : "encode(" + column + ", 'hex')";
  }

  @Test
  void confirmationIsIdempotent() {
    AlertView alert = alerts.add(order("person@example.com", Optional.empty()));
    DueMail first = alerts.claim().orElseThrow();
    alerts.pass(3);
    DueMail second = alerts.claim().orElseThrow();

    alerts.confirm(first.confirm().orElseThrow());
    alerts.confirm(first.confirm().orElseThrow());
    alerts.confirm(second.confirm().orElseThrow());
    alerts.confirm(new LinkToken("x".repeat(43)));

    assertThat(alerts.list().get(0).confirmed()).isPresent();
    assertThat(count("alert_confirmation")).isZero();
    assertThat(
            count("audit where action = 'alert.confirmed' and detail = 'alert=" + alert.id() + "'"))
        .isEqualTo(1);
  }

  @Test
  void confirmationEndsAfterADay() {
    alerts.add(order("person@example.com", Optional.empty()));
    DueMail mail = alerts.claim().orElseThrow();
    alerts.pass(24 * 60 + 1);

    alerts.confirm(mail.confirm().orElseThrow());

    assertThat(count("alert where confirmed is not null")).isZero();
    assertThat(alerts.list()).isEmpty();
    assertThat(alerts.claim()).isEmpty();
  }

  @Test
  void tokensAreStoredAsHashes() {
    alerts.add(order("person@example.com", Optional.empty()));
    DueMail mail = alerts.claim().orElseThrow();

    assertThat(
            count(
                "alert_confirmation where token_hash like '%"
                    + mail.confirm().orElseThrow().text()
                    + "%'"))
        .isZero();
    assertThat(count("alert where unsubscribe_hash like '%" + mail.unsubscribe().text() + "%'"))
        .isZero();
    assertThat(mail.toString()).doesNotContain(mail.unsubscribe().text(), "person");
  }

  @Test
  void unsubscribingErasesTheAddress() {
    alerts.confirmed();
    UUID webhook = alerts.webhook();
    alerts.failing(webhook);
    DueMail mail = alerts.claim().orElseThrow();

    alerts.unsubscribe(mail.unsubscribe());
    alerts.unsubscribe(mail.unsubscribe());
    alerts.sent(mail);

    assertThat(count("alert")).isZero();
    assertThat(count("alert_report")).isZero();
    assertThat(count("audit where action = 'alert.unsubscribed'")).isEqualTo(1);
  }

  @Test
  void accountCannotAskARecipientWhoHasUnsubscribed() {
    alerts.add(order("person@example.com", Optional.empty()));
    alerts.unsubscribe(alerts.claim().orElseThrow().unsubscribe());
    alerts.pass(24 * 60 + 1);

    assertRefused(FaultCode.LIMIT_EXCEEDED, order("Person+x@example.com", Optional.empty()));
    alerts.pass(28 * 24 * 60);
    assertRefused(FaultCode.LIMIT_EXCEEDED, order("person@example.com", Optional.empty()));
    assertThat(alerts.claim()).isEmpty();
    alerts.add("another", Optional.empty(), order("person@example.com", Optional.empty()));
    alerts.pass(24 * 60);
    alerts.add(order("person@example.com", Optional.empty()));

    assertThat(alerts.list()).hasSize(1);
  }

  /** The account does not learn from the answer what others have sent to the address. */
  @Test
  void answerDoesNotSayWhetherTheRecipientHasUnsubscribed() {
    alerts.add(order("gone@example.com", Optional.empty()));
    alerts.unsubscribe(alerts.claim().orElseThrow().unsubscribe());
    for (String account : new String[] {"a", "b", "c"}) {
      alerts.add(account, Optional.empty(), order("person@example.com", Optional.empty()));
    }

    assertThat(message(order("gone@example.com", Optional.empty())))
        .isEqualTo(message(order("person@example.com", Optional.empty())));
  }

  private String message(CreateAlert.Order order) {
    return catchThrowableOfType(Refusal.class, () -> alerts.add(order)).details().get(0).message();
  }

  @Test
  void alertThatCannotBeReadEndsWithItsLink() {
    AlertView broken = alerts.add(order("person@example.com", Optional.empty()));
    DueMail mail = alerts.claim().orElseThrow();
    database.execute("update alert set content = ? where id = ?", new byte[40], broken.id());

    assertThat(alerts.list()).extracting(AlertView::email).containsExactly(Optional.empty());
    alerts.unsubscribe(mail.unsubscribe());

    assertThat(count("alert")).isZero();
  }

  @Test
  void unsubscribeEndsWhatWaitsForAConfirmationToo() {
    alerts.add(order("person@example.com", Optional.of(UUID.randomUUID())));
    DueMail mail = alerts.claim().orElseThrow();
    alerts.confirm(mail.confirm().orElseThrow());
    AlertView other = alerts.add(order("other@example.com", Optional.empty()));
    alerts.add(order("Person@example.com", Optional.of(UUID.randomUUID())));

    alerts.unsubscribe(mail.unsubscribe());

    assertThat(alerts.list()).extracting(AlertView::id).containsExactly(other.id());
  }

  /** A node adds a report at the same time: the deletion waits, and then finds the report. */
  @Test
  void noReportOutlivesItsAlert() {
    AlertView alert = alerts.confirmed();
    UUID webhook = alerts.webhook();

    CompletableFuture<Void> deletion =
        database.inTransaction(
            () -> {
              alerts.addReport(webhook);
              CompletableFuture<Void> other =
                  CompletableFuture.runAsync(() -> alerts.run(() -> delete(alert)));
              await().until(database::hasBlockedTransaction);
              return other;
            });

    deletion.join();
    assertThat(count("alert")).isZero();
    assertThat(count("alert_report")).isZero();
  }

  private void delete(AlertView alert) {
    alerts.repository.delete(
        alert, AuditEntry.of(Actor.PRODUCT, AuditAction.ALERT_DELETED).onAccount("account"));
  }

  @Test
  void oneAlertReportsAWebhookToAnAddress() {
    UUID webhook = UUID.randomUUID();
    alerts.add(order("person@example.com", Optional.of(webhook)));

    assertRefused(FaultCode.INVALID_VALUE, order("Person@example.com", Optional.of(webhook)));
    assertRefused(FaultCode.INVALID_VALUE, order("person@example.com", Optional.empty()));
    alerts.add(order("person@example.com", Optional.of(UUID.randomUUID())));
  }

  @Test
  void accountHasTwentyAlerts() {
    IntStream.range(0, 20)
        .forEach(i -> alerts.add(order("person" + i + "@example.com", Optional.empty())));

    assertRefused(FaultCode.LIMIT_EXCEEDED, order("person@example.com", Optional.empty()));
    alerts.add("another", Optional.empty(), order("person@example.com", Optional.empty()));
  }

  @Test
  void addressGetsThreeConfirmationsADay() {
    for (String account : new String[] {"a", "b", "c"}) {
      alerts.add(account, Optional.empty(), order("person@example.com", Optional.empty()));
    }

    assertRefused(FaultCode.LIMIT_EXCEEDED, order("PERSON@example.com", Optional.empty()));
    assertRefused(FaultCode.LIMIT_EXCEEDED, order("person+x@example.com", Optional.empty()));
    alerts.pass(24 * 60 + 1);
    alerts.add(order("person@example.com", Optional.empty()));
  }

  @Test
  void accountAsksForFiftyConfirmationsADay() {
    for (int i = 0; i < 50; i++) {
      AlertView alert = alerts.add(order("person" + i + "@example.com", Optional.empty()));
      alerts.run(() -> delete(alert));
    }

    assertThat(alerts.list()).isEmpty();
    assertRefused(FaultCode.LIMIT_EXCEEDED, order("person@example.com", Optional.empty()));
  }

  private void assertRefused(FaultCode code, CreateAlert.Order order) {
    assertThatThrownBy(() -> alerts.add(order))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.details())
                    .singleElement()
                    .satisfies(
                        fault -> {
                          assertThat(fault.code()).isEqualTo(code);
                          assertThat(fault.target()).contains("email");
                          assertThat(fault.message()).doesNotContain("@");
                        }));
  }
}
