package webhooks.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import webhooks.domain.database.OnEveryDatabase;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.settings.TestSettings;
import webhooks.domain.webhook.WebhookRow;

/** The purge of options. A node of an earlier version deletes webhooks without their options. */
@OnEveryDatabase
class OptionsPurgeTest {
  private final TestDatabase database;

  OptionsPurgeTest(TestDatabase database) {
    this.database = database;
  }

  private UUID options(UUID webhook) {
    database.execute(
        "insert into webhook_options (webhook_id, account_id, key_id, content, modified)"
            + " values (?, 'account', 'key', ?, current_timestamp)",
        webhook,
        new byte[0]);
    return webhook;
  }

  @Test
  void purgesOptionsOfDeletedWebhooks() {
    database.clear();
    UUID kept = options(new WebhookRow().insertInto(database));
    options(new WebhookRow().with("active", false).with("deleted", true).insertInto(database));
    options(UUID.randomUUID());

    database.inTransaction(
        () -> {
          new Retention(database.database(), TestSettings.with()).purgeWebhooks();
          return null;
        });

    assertThat(database.count("select count(*) from webhook_options")).isEqualTo(1);
    assertThat(database.count("select count(*) from webhook_options where webhook_id = ?", kept))
        .isEqualTo(1);
  }
}
