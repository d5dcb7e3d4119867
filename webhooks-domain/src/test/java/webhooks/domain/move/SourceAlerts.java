package webhooks.domain.move;

import java.util.UUID;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.Ids;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.webhook.WebhookRow;

/** The alerts of an account. */
final class SourceAlerts {
  static final String ALERT = "token-before-the-move person@example.com";

  private SourceAlerts() {}

  /** Inserts an alert that is confirmed and one that is not, with a report each. */
  static void insert(SourceAccount source, TestDatabase database) {
    for (UUID id : new UUID[] {source.alert, Ids.next()}) {
      database.execute(
          "insert into alert (id, account_id, client_id, webhook_id, alerts, backlog, key_id,"
              + " content, unsubscribe_hash, created, confirmed, next_mail, pause_until, failures)"
              + " values (?, ?, 'client', ?, 'webhookFailing', false, ?, ?, ?, ?, ?, ?, ?, 2)",
          id,
          source.account,
          source.webhook,
          WebhookRow.CIPHER.keyId(),
          WebhookRow.CIPHER.encrypt(id, EncryptedColumn.ALERT, ALERT),
          id.toString(),
          source.time,
          id.equals(source.alert) ? source.time : null,
          source.time,
          source.time);
      database.execute(
          "insert into alert_report (alert_id, webhook_id, event_type, events, first_at, last_at,"
              + " content, not_before) values (?, ?, 'a.b', 2, ?, ?, '{}', ?)",
          id,
          source.webhook,
          source.time,
          source.time,
          source.time);
    }
  }
}
