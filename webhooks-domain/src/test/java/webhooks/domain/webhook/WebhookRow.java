package webhooks.domain.webhook;

import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.database.TestDatabase;
import webhooks.domain.id.Ids;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.settings.NodeSettings;
import webhooks.domain.settings.TestSettings;

/**
 * A row of the table {@code webhook}, written by SQL.
 *
 * <p>Unless changed, the webhook is active for the first time, belongs to the account {@code
 * account}, and is encrypted with {@link NodeSettings#KEY}.
 */
public final class WebhookRow {
  /** The cipher of the rows. */
  public static final SecretCipher CIPHER =
      SecretCipher.of(
          TestSettings.with("webhooks.encryption.key", NodeSettings.KEY), Dialect.POSTGRESQL);

  private final UUID id;
  private final Map<String, Object> columns = new LinkedHashMap<>();

  /** Creates a row with an id of its own. */
  public WebhookRow() {
    this(Ids.next());
  }

  /** Creates a row with an id. */
  public WebhookRow(UUID id) {
    this.id = id;
    with("id", id).with("client_id", "client");
    with("account_id", "account").with("scope", "Account").with("scope_id", "account");
    with("active", true).with("activation", 1L).with("event_types", "iModels.changesReady.v1");
    with("key_id", CIPHER.keyId()).callbackUrl("https://example.com/");
    with("secret", CIPHER.encrypt(id, EncryptedColumn.SECRET, "s".repeat(32)));
    with("created", OffsetDateTime.now()).with("modified", OffsetDateTime.now());
  }

  /** Sets the URL, which is encrypted. */
  public WebhookRow callbackUrl(String url) {
    return with("callback_url", CIPHER.encrypt(id, EncryptedColumn.CALLBACK_URL, url));
  }

  /** Sets any column. */
  public WebhookRow with(String column, Object value) {
    columns.put(column, value);
    return this;
  }

  /** Inserts the row with the next version of webhooks; returns its id. */
  public UUID insertInto(TestDatabase database) {
    insertAll(List.of(this), database);
    return id;
  }

  /** Inserts rows of the same columns with the next version of webhooks. */
  public static void insertAll(List<WebhookRow> rows, TestDatabase database) {
    Set<String> columns = rows.get(0).columns.keySet();
    database.execute("update webhook_version set version = version + 1");
    database.executeAll(
        "insert into webhook (version, %s) values ((select version from webhook_version), %s)"
            .formatted(
                String.join(", ", columns),
                String.join(", ", Collections.nCopies(columns.size(), "?"))),
        rows.stream().map(row -> row.columns.values().toArray()).toList());
    database.execute("delete from webhook_owner");
    database.execute(
        "insert into webhook_owner (client_id, account_id, webhooks) select client_id, account_id,"
            + " count(*) from webhook where client_id <> '' group by client_id, account_id");
  }
}
