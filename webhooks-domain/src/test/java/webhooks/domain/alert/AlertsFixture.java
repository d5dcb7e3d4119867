package webhooks.domain.alert;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.access.Actor;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.Ids;
import webhooks.domain.id.MailAddress;
import webhooks.domain.operational.OperationalEvent;
import webhooks.domain.operational.OperationalEventType;
import webhooks.domain.operational.OperationalEventsStored;
import webhooks.domain.operational.OwnedWebhook;
import webhooks.domain.operational.WebhookOwner;
import webhooks.domain.secret.LinkToken;
import webhooks.domain.webhook.WebhookRow;

/** The alerts of a database, each call in a transaction. */
final class AlertsFixture {
  static final MailAddress EMAIL = new MailAddress("person@example.com");

  final TestDatabase database;
  final AlertRepository repository;
  final AlertOutbox outbox;
  private final AlertReports reports;

  AlertsFixture(TestDatabase database) {
    this.database = database;
    repository =
        new AlertRepository(
            database.database(), WebhookRow.CIPHER, new AuditTrail(database.database()));
    outbox = new AlertOutbox(database.database(), WebhookRow.CIPHER);
    reports = new AlertReports(database.database());
  }

  static CreateAlert.Order order(String email, Optional<UUID> webhook, AlertType... types) {
    Set<AlertType> all = EnumSet.noneOf(AlertType.class);
    all.addAll(types.length == 0 ? EnumSet.allOf(AlertType.class) : List.of(types));
    return new CreateAlert.Order(new MailAddress(email), all, webhook);
  }

  AlertView add(String account, Optional<String> client, CreateAlert.Order order) {
    return database.inTransaction(
        () ->
            repository.add(
                account,
                client,
                order,
                AuditEntry.of(Actor.PRODUCT, AuditAction.ALERT_CREATED).onAccount(account)));
  }

  AlertView add(CreateAlert.Order order) {
    return add("account", Optional.empty(), order);
  }

  /** Adds an alert for all events of the account, and confirms it by the link of its mail. */
  AlertView confirmed() {
    return confirmed(add(order(EMAIL.text(), Optional.empty())));
  }

  AlertView confirmed(AlertView alert) {
    DueMail mail = claim().orElseThrow();
    sent(mail);
    confirm(mail.confirm().orElseThrow());
    return alert;
  }

  void confirm(LinkToken token) {
    run(() -> repository.confirm(token));
  }

  void unsubscribe(LinkToken token) {
    run(() -> repository.unsubscribe(token));
  }

  List<AlertView> list() {
    return database.inTransaction(() -> repository.list("account"));
  }

  /** Claims the next mail, also after alerts that have nothing to report. */
  Optional<DueMail> claim() {
    Optional<AlertOutbox.Claimed> claimed = database.inTransaction(outbox::claim);
    while (claimed.isPresent() && claimed.get().mail().isEmpty()) {
      claimed = database.inTransaction(outbox::claim);
    }
    return claimed.flatMap(AlertOutbox.Claimed::mail);
  }

  /** Claims the next mail, which there is. */
  DueMail next() {
    return claim().orElseThrow();
  }

  /** Returns the webhooks that a mail reports about, in its order. */
  static List<Optional<UUID>> webhooks(DueMail mail) {
    return mail.reports().stream().map(DueMail.Report::webhookId).toList();
  }

  void sent(DueMail mail) {
    run(() -> outbox.sent(mail));
  }

  void failed(DueMail mail) {
    run(() -> outbox.failed(mail));
  }

  void refused(DueMail mail) {
    run(() -> outbox.refused(mail));
  }

  UUID webhook() {
    return new WebhookRow()
        .callbackUrl("https://example.com/hook?token=hidden")
        .insertInto(database);
  }

  void happened(UUID webhook, OperationalEventType type, String content) {
    happened(List.of(event(webhook, "client", "account", type, content)));
  }

  void failing(UUID webhook) {
    happened(webhook, OperationalEventType.FAILING, "{\"since\":\"x\",\"failures\":5}");
  }

  void happened(List<OperationalEvent> events) {
    run(() -> reports.add(new OperationalEventsStored(events)));
  }

  /** Adds an event in the caller's transaction. */
  void addReport(UUID webhook) {
    reports.add(
        new OperationalEventsStored(
            List.of(event(webhook, "client", "account", OperationalEventType.FAILING, "{}"))));
  }

  static OperationalEvent event(
      UUID webhook, String client, String account, OperationalEventType type, String content) {
    return new OperationalEvent(
        Ids.next(),
        type.eventType(),
        Optional.ofNullable(webhook)
            .map(id -> new OwnedWebhook(id, Optional.of(new WebhookOwner(client, account)))),
        content,
        java.time.Instant.now());
  }

  /** Lets time pass for all alerts and reports. */
  void pass(int minutes) {
    for (String column : List.of("next_mail", "pause_until", "taken_until", "created")) {
      move("alert", column, minutes);
    }
    for (String column : List.of("not_before", "first_at", "last_at")) {
      move("alert_report", column, minutes);
    }
    move("alert_request", "since", minutes);
  }

  private void move(String table, String column, int minutes) {
    database.execute(
        "update %1$s set %2$s = %2$s - interval '%3$d' minute where %2$s is not null"
            .formatted(table, column, minutes));
  }

  void run(Runnable call) {
    database.inTransaction(
        () -> {
          call.run();
          return null;
        });
  }
}
