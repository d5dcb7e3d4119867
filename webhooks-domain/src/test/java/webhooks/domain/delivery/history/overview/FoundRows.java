package webhooks.domain.delivery.history.overview;

import java.time.OffsetDateTime;
import java.util.UUID;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.webhook.WebhookRow;

/** Rows that say in which state a webhook is, and how its owner describes it. */
record FoundRows(TestDatabase database) {
  void describe(UUID webhook, String description) {
    options(webhook, "{\"description\":\"" + description + "\"}");
  }

  /** Sets the patterns of event types. */
  void subscribe(UUID webhook, String... patterns) {
    options(webhook, "{\"eventTypePatterns\":[\"" + String.join("\",\"", patterns) + "\"]}");
    database.execute("update webhook set selection_bytes = 300 where id = ?", webhook);
  }

  private void options(UUID webhook, String json) {
    database.execute("update webhook set has_options = true where id = ?", webhook);
    database.execute(
        "insert into webhook_options (webhook_id, account_id, key_id, content, modified)"
            + " values (?, 'account', ?, ?, current_timestamp)",
        webhook,
        WebhookRow.CIPHER.keyId(),
        WebhookRow.CIPHER.encrypt(webhook, EncryptedColumn.OPTIONS, json));
  }

  void fail(UUID webhook, int secondsAgo) {
    database.execute(
        "insert into failure_streak (webhook_id, account_id, failures, since)"
            + " values (?, 'account', 3, ?)",
        webhook,
        OffsetDateTime.now().minusSeconds(secondsAgo));
  }

  void block(String kind, String target) {
    database.execute(
        "insert into webhook_block (id, kind, target, created, client_id)"
            + " values (?, ?, ?, current_timestamp, 'operator')",
        UUID.randomUUID(),
        kind,
        target);
  }
}
