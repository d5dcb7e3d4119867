package webhooks.domain.subscription;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import webhooks.domain.address.Origin;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.option.ChangeOptions;
import webhooks.domain.option.OptionJson;
import webhooks.domain.option.OptionsRepository;
import webhooks.domain.option.WebhookOptions;
import webhooks.domain.webhook.WebhookRow;

/** Stores webhooks with options that select events, for tests. */
public final class SelectingWebhooks {
  private SelectingWebhooks() {}

  /** Inserts an active webhook with options. Apostrophes in the JSON stand for quotes. */
  public static UUID insert(TestDatabase database, String optionsJson) {
    UUID id = new WebhookRow().insertInto(database);
    putOptions(database, id, optionsJson);
    return id;
  }

  /** Replaces the options of a webhook, which gets the next version. */
  public static void putOptions(TestDatabase database, UUID webhook, String json) {
    WebhookOptions options =
        new ChangeOptions(OptionJson.members(json), true, List.of())
            .applyTo(WebhookOptions.NONE, new Origin("https://example.com:443"));
    changed(database, webhook, options.selection().bytes());
    database.inTransaction(
        () -> {
          new OptionsRepository(database.database(), WebhookRow.CIPHER, () -> true)
              .put(webhook, "account", options, Instant.EPOCH);
          return null;
        });
  }

  private static void changed(TestDatabase database, UUID webhook, int selectionBytes) {
    database.execute("update webhook_version set version = version + 1");
    database.execute(
        "update webhook set has_options = true, selection_bytes = ?,"
            + " version = (select version from webhook_version) where id = ?",
        selectionBytes,
        webhook);
  }

  /** Makes the options of a webhook unreadable, as if their key were lost. */
  public static void loseKey(TestDatabase database, UUID webhook) {
    database.execute("update webhook_options set key_id = 'lost' where webhook_id = ?", webhook);
  }
}
