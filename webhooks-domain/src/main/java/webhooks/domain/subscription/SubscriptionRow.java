package webhooks.domain.subscription;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.database.SqlRows;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/** Reads subscriptions from rows of webhooks. */
final class SubscriptionRow {
  /** The beginning of a query whose rows this class reads. The id is the first column. */
  static final String SELECT =
      """
      select id, client_id, account_id, version, scope, scope_id, active, activation, event_types, key_id,
        callback_url, secret, previous_secret, previous_secret_until, has_options,
        paused_until, pauses, throttled, attempt_timeout_ms, selection_bytes
      from webhook
      """;

  private SubscriptionRow() {}

  /**
   * Reads the scope of a webhook.
   *
   * @throws IllegalStateException if the scope is not known
   */
  static Matcher.ScopeKey scope(ResultSet row) throws SQLException {
    String scope = row.getString("scope");
    return new Matcher.ScopeKey(
        WebhookScope.of(scope)
            .orElseThrow(() -> new IllegalStateException("The scope is not known: " + scope)),
        row.getString("scope_id"));
  }

  /** Returns whether the webhook has a selection. */
  static boolean selects(ResultSet row) throws SQLException {
    return row.getInt("selection_bytes") > 0;
  }

  /**
   * Reads a webhook. Texts that many webhooks share are one object.
   *
   * @throws IllegalStateException if the URL can't be decrypted
   */
  static Subscription read(ResultSet row, SecretCipher cipher) throws SQLException {
    UUID id = SqlRows.uuid(row, 1);
    String keyId = row.getString("key_id").intern();
    byte[] encryptedUrl = row.getBytes("callback_url");
    String url = cipher.decrypt(keyId, id, EncryptedColumn.CALLBACK_URL, encryptedUrl);
    return new Subscription(
        id,
        row.getString("client_id").intern(),
        row.getString("account_id").intern(),
        row.getLong("version"),
        row.getBoolean("active"),
        row.getLong("activation"),
        CallbackUrl.parse(url).host().name().intern(),
        keyId,
        encryptedUrl,
        row.getBytes("secret"),
        previousSecret(row),
        row.getBoolean("has_options"),
        flow(row));
  }

  private static Flow flow(ResultSet row) throws SQLException {
    return Flow.of(
        row.getObject("paused_until") != null,
        row.getInt("pauses"),
        row.getBoolean("throttled"),
        Optional.ofNullable(row.getObject("attempt_timeout_ms", Integer.class))
            .map(Duration::ofMillis));
  }

  private static Optional<PreviousSecret> previousSecret(ResultSet row) throws SQLException {
    byte[] encrypted = row.getBytes("previous_secret");
    return encrypted == null
        ? Optional.empty()
        : Optional.of(
            new PreviousSecret(
                encrypted,
                row.getObject("previous_secret_until", OffsetDateTime.class).toInstant()));
  }
}
