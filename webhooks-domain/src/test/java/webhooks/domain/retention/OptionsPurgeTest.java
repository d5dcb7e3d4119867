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

  private void certificate(UUID webhook) {
    database.execute(
        "insert into webhook_certificate (webhook_id, account_id, not_after)"
            + " values (?, 'account', current_timestamp)",
        webhook);
  }

  private UUID requestedKey(UUID webhook, int days) {
    database.execute(
        "insert into webhook_key_request (webhook_id, account_id, key_id, content, created)"
            + " values (?, 'account', 'key', ?, current_timestamp - interval '%d' day)"
                .formatted(days),
        webhook,
        new byte[0]);
    return webhook;
  }

  private UUID deletedWebhook() {
    return new WebhookRow().with("active", false).with("deleted", true).insertInto(database);
  }

  private void purge() {
    database.inTransaction(
        () -> {
          new Retention(database.database(), TestSettings.with()).purgeWebhooks();
          return null;
        });
  }

  private long count(String table) {
    return database.count("select count(*) from " + table);
  }

  @Test
  void purgesOptionsOfDeletedWebhooks() {
    database.clear();
    UUID kept = options(new WebhookRow().insertInto(database));
    UUID deleted = options(deletedWebhook());
    options(UUID.randomUUID());
    certificate(kept);
    certificate(deleted);

    purge();

    assertThat(count("webhook_options")).isEqualTo(1);
    assertThat(count("webhook_certificate")).isEqualTo(1);
    assertThat(database.count("select count(*) from webhook_options where webhook_id = ?", kept))
        .isEqualTo(1);
  }

  @Test
  void purgesKeysThatNobodyNeeds() {
    database.clear();
    UUID kept = requestedKey(new WebhookRow().insertInto(database), 29);
    requestedKey(new WebhookRow().insertInto(database), 31);
    requestedKey(deletedWebhook(), 1);
    requestedKey(UUID.randomUUID(), 1);

    purge();

    assertThat(count("webhook_key_request")).isEqualTo(1);
    assertThat(
            database.count("select count(*) from webhook_key_request where webhook_id = ?", kept))
        .isEqualTo(1);
  }

  /** Windows of statistics are a day long at most. */
  @Test
  void purgesOldCountsOfFilteredEvents() {
    database.clear();
    database.execute(
        "insert into filtered_events (webhook_id, period, events) select ?,"
            + " cast(floor(extract(epoch from current_timestamp) / 600) as bigint) - ago, 1"
            + " from (values (0), (149), (152)) as counts(ago)",
        UUID.randomUUID());

    purge();

    assertThat(database.count("select count(*) from filtered_events")).isEqualTo(2);
  }

  private void revision(UUID webhook, String until) {
    database.execute(
        "insert into webhook_revision (id, webhook_id, account_id, version, active, valid_from,"
            + " valid_until, key_id, content) values (?, ?, 'account', 1, true,"
            + " current_timestamp - interval '30' day, "
            + until
            + ", 'key', ?)",
        UUID.randomUUID(),
        webhook,
        new byte[0]);
  }

  @Test
  void purgesRevisionsThatNoStoredEventNeeds() {
    database.clear();
    UUID kept = new WebhookRow().insertInto(database);
    revision(kept, "null");
    revision(kept, "current_timestamp - interval '13' day");
    revision(kept, "current_timestamp - interval '15' day");
    revision(
        new WebhookRow().with("active", false).with("deleted", true).insertInto(database), "null");

    purge();

    assertThat(database.count("select count(*) from webhook_revision")).isEqualTo(2);
    assertThat(database.count("select count(*) from webhook_revision where webhook_id = ?", kept))
        .isEqualTo(2);
  }
}
