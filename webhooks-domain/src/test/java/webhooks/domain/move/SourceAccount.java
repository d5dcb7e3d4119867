package webhooks.domain.move;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.IdSequence;
import webhooks.domain.id.Ids;
import webhooks.domain.option.OptionRules;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.webhook.WebhookRow;

/** An account with a row in each table, which has a value in each column that can have one. */
final class SourceAccount {
  static final String SECRET = "secret-before-the-move".repeat(2);
  static final String PREVIOUS_SECRET = "secret-before-that-one".repeat(2);
  static final String OPTIONS =
      OptionRules.options(
              "{'signature': {'schemes': ['v1a']}, 'description': 'options-before-the-move'}")
          .stored();
  static final String REQUESTED_KEY = "key-before-the-move";
  static final String SETTINGS = "{\"settings\":\"before-the-move\"}";
  static final String URL = "https://example.com/hook?token=hidden";

  /** There is no partition that has only one of the two ids. */
  private static final String IN_THE_PARTITION =
      " and not exists (select 1 from history_partition p where (e.id >= first_id and e.id < end_id)"
          + " <> ('%s' >= first_id and '%s' < end_id))";

  final String account;
  final UUID webhook = Ids.next();
  final UUID deleted = Ids.next();
  final UUID alert = Ids.next();
  final UUID iTwin = UUID.randomUUID();
  final UUID foreignEvent;
  final UUID event;
  final UUID message = UUID.randomUUID();
  final UUID pending;
  final UUID retried;
  final UUID succeeded;
  final UUID exhausted;
  final OffsetDateTime time =
      Instant.now().truncatedTo(ChronoUnit.MICROS).plusNanos(7000).atOffset(ZoneOffset.ofHours(3));
  private final TestDatabase database;

  private SourceAccount(TestDatabase database, String account) {
    this.database = database;
    this.account = account;
    IdSequence ids = new IdSequence(Instant.now().minusSeconds(60));
    event = ids.next();
    foreignEvent = ids.next();
    pending = ids.next();
    retried = ids.next();
    succeeded = ids.next();
    exhausted = ids.next();
  }

  /** Inserts the rows. */
  static SourceAccount in(TestDatabase database, String account) {
    SourceAccount inserted = new SourceAccount(database, account);
    inserted.insertWebhooks();
    inserted.insertOptions();
    inserted.insertDirectory();
    inserted.insertQueue();
    inserted.insertStates();
    inserted.insertRecords();
    SourceAlerts.insert(inserted, database);
    return inserted;
  }

  private void insertWebhooks() {
    new WebhookRow(webhook)
        .with("account_id", account)
        .with("scope_id", account)
        .with("active", false)
        .with("activation", 3L)
        .with("event_types", "iModels.iModelCreated.v1 iModels.iModelDeleted.v1")
        .with("deactivation_reason", "owner")
        .with("has_options", true)
        .with("attempt_timeout_ms", 7000)
        .with("selection_bytes", 300)
        .callbackUrl(URL)
        .with("secret", WebhookRow.CIPHER.encrypt(webhook, EncryptedColumn.SECRET, SECRET))
        .with(
            "previous_secret",
            WebhookRow.CIPHER.encrypt(webhook, EncryptedColumn.PREVIOUS_SECRET, PREVIOUS_SECRET))
        .with("previous_secret_until", time)
        .with("paused_since", time)
        .with("paused_until", time.plusDays(1))
        .with("pauses", 2)
        .with("proof_digest", "d".repeat(64))
        .with("proof_method", "challenge")
        .with("proven_at", time)
        .insertInto(database);
    insertRevisions();
    new WebhookRow(deleted)
        .with("client_id", "")
        .with("account_id", "")
        .with("active", false)
        .with("activation", -1L)
        .with("deleted", true)
        .insertInto(database);
  }

  private void insertOptions() {
    database.execute(
        "insert into webhook_options"
            + " (webhook_id, account_id, key_id, content, modified, signing_keys_due)"
            + " values (?, ?, ?, ?, ?, ?)",
        webhook,
        account,
        WebhookRow.CIPHER.keyId(),
        WebhookRow.CIPHER.encrypt(webhook, EncryptedColumn.OPTIONS, OPTIONS),
        time,
        time.plusHours(1));
    database.execute(
        "insert into webhook_certificate (webhook_id, account_id, not_after, next_warning)"
            + " values (?, ?, ?, ?)",
        webhook,
        account,
        time.plusDays(31),
        time.plusDays(1));
    database.execute(
        "insert into webhook_key_request (webhook_id, account_id, key_id, content, created)"
            + " values (?, ?, ?, ?, ?)",
        webhook,
        account,
        WebhookRow.CIPHER.keyId(),
        WebhookRow.CIPHER.encrypt(webhook, EncryptedColumn.KEY_REQUEST, REQUESTED_KEY),
        time);
  }

  private void insertRevisions() {
    for (OffsetDateTime end : new OffsetDateTime[] {time.plusSeconds(1), null}) {
      database.execute(
          "insert into webhook_revision (id, webhook_id, account_id, version, active, valid_from,"
              + " valid_until, key_id, content) values (?, ?, ?, 7, true, ?, ?, ?, ?)",
          Ids.next(),
          webhook,
          account,
          time,
          end,
          WebhookRow.CIPHER.keyId(),
          WebhookRow.CIPHER.encrypt(webhook, EncryptedColumn.SETTINGS, SETTINGS));
    }
  }

  private void insertDirectory() {
    database.execute("insert into itwin (id, account_id) values (?, ?)", iTwin, account);
    database.execute(
        "insert into itwin_grant (itwin_id, client_id, permission) values (?, 'client', 'read')",
        iTwin);
    for (String target : new String[] {account, webhook.toString()}) {
      database.execute(
          "insert into webhook_block (id, kind, target, created, client_id)"
              + " values (?, ?, ?, ?, 'admin')",
          UUID.randomUUID(),
          target.equals(account) ? "account" : "webhook",
          target,
          time);
    }
  }

  private void insertQueue() {
    event(event, account, message);
    event(foreignEvent, "another-" + account, UUID.randomUUID());
    pending(pending, event, webhook);
    pending(retried, foreignEvent, webhook);
    database.execute(
        "update delivery_pending set due_at = ?, attempts = 1, attempts_before = 1,"
            + " redeliveries = 2 where id = ?",
        time.plusHours(1),
        retried);
    finished(succeeded, event, deleted, 1);
    database.execute(
        "update delivery_finished set started = ?, duration_ms = 12, status_code = 204, excerpt = ?"
            + " where id = ?",
        time,
        new byte[] {0, (byte) 0xff, 'x'},
        succeeded);
    finished(exhausted, event, webhook, 2);
    attempt(retried, 1);
    attempt(exhausted, 1);
  }

  /** Inserts an event with the occurrence that the intake of its database gives it. */
  void event(UUID id, String owner, UUID messageId) {
    boolean partitions = database.database().dialect().hasPartitions();
    long occurrence =
        database.count(
            "select count(*) from event e where e.message_id = ? and e.account_id = ?"
                + (partitions ? IN_THE_PARTITION.formatted(id, id) : ""),
            messageId,
            owner);
    database.execute(
        "insert into event (id, account_id, message_id, occurrence, event_type, itwin_id, body,"
            + " traceparent, tracestate, created) values (?, ?, ?, ?, 'iModels.iModelCreated.v1',"
            + " ?, ?, '00-a-b-01', 'a=b', ?)",
        id,
        owner,
        messageId,
        occurrence,
        iTwin.toString(),
        new byte[] {'{', 0, (byte) 0x80, '"'},
        time);
  }

  void pending(UUID id, UUID of, UUID to) {
    database.execute(
        "insert into delivery_pending (id, account_id, event_id, webhook_id, activation, attempts,"
            + " created) values (?, ?, ?, ?, 3, 0, ?)",
        id,
        account,
        of,
        to,
        time);
  }

  void finished(UUID id, UUID of, UUID to, int status) {
    database.execute(
        "insert into delivery_finished (id, account_id, event_id, webhook_id, activation, status,"
            + " attempts, created) values (?, ?, ?, ?, 3, ?, 1, ?)",
        id,
        account,
        of,
        to,
        status,
        time);
  }

  void attempt(UUID delivery, int number) {
    database.execute(
        "insert into attempt (delivery_id, number, account_id, started, duration_ms, status_code,"
            + " error, cause, excerpt, request_headers, response_headers)"
            + " values (?, ?, ?, ?, 7, 503, 'status', 'answer', ?, 'a: \u00e4', 'b: \u20ac')",
        delivery,
        number,
        account,
        time,
        new byte[] {1});
  }

  private void insertStates() {
    database.execute(
        "insert into failure_streak (webhook_id, account_id, failures, since, last_time, last_error,"
            + " last_cause, last_status) values (?, ?, 2, ?, ?, 'status', 'answer', 503)",
        webhook,
        account,
        time,
        time);
    database.execute(
        "insert into recovery (webhook_id, account_id, period_start, period_end, event_type,"
            + " statuses, after_time, after_id, recovered, finished, updated, audit_id)"
            + " values (?, ?, ?, ?, 'a.b', '2,3', ?, ?, 9, false, ?, ?)",
        webhook,
        account,
        time,
        time,
        time,
        UUID.randomUUID(),
        time,
        UUID.randomUUID());
    database.execute(
        "insert into failing_webhook (webhook_id, since) values (?, ?)", webhook, time);
    database.execute(
        "insert into exhausted_deliveries (webhook_id, deliveries, since) values (?, 4, ?)",
        webhook,
        time);
  }

  private void insertRecords() {
    database.execute(
        "insert into audit (id, happened, action, client_id, user_id, actor_account, account_id,"
            + " webhook_id, itwin_id, detail)"
            + " values (?, ?, 'webhook.updated', 'client', 'user', ?, ?, ?, ?, 'a \"b\"')",
        UUID.randomUUID(),
        time,
        account,
        account,
        webhook,
        iTwin);
    database.execute(
        "insert into operational_event (id, event_type, webhook_id, client_id, account_id, content,"
            + " created, claimed_until) values (?, 'a.b', ?, 'client', ?, '{}', ?, ?)",
        UUID.randomUUID(),
        webhook,
        account,
        time,
        time);
  }
}
