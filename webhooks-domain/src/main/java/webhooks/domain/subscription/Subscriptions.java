package webhooks.domain.subscription;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.InvalidCallbackUrl;
import webhooks.domain.database.SqlRows;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * The index of active webhooks in memory, so that matching and sending do not read them for each
 * event.
 *
 * <p>Each batch of intake and each claim first calls {@link #refresh} in its own transaction, which
 * reads one row and the webhooks changed since. So a committed change applies to each later event
 * and claim on every node. Safe for several threads; a thread may see changes that are newer than
 * its refresh.
 *
 * <p>Inactive webhooks are not in memory, because there can be very many and few have deliveries. A
 * claim loads the webhooks of its deliveries; the latest ones stay for the sender.
 */
@ApplicationScoped
public class Subscriptions {
  private static final Logger LOG = Logger.getLogger(Subscriptions.class.getName());

  /** More than one claim can need. */
  private static final int MAX_INACTIVE = 2000;

  /** Without a fetch size, PostgreSQL's driver keeps all rows of a result in memory. */
  private static final int FETCH_SIZE = 1000;

  private static final String VERSION = "select version from webhook_version";
  private static final String COLUMNS =
      """
      select id, client_id, account_id, version, scope, scope_id, active, activation, event_types, key_id,
        callback_url, secret, previous_secret, previous_secret_until
      from webhook
      """;
  private static final String ACTIVE = COLUMNS + "where version > ? and active = true";
  private static final String CHANGED = COLUMNS + "where version > ?";
  private static final String BY_ID = COLUMNS + "where id = any(?)";

  private final Matcher active = new Matcher();
  private final Map<UUID, Subscription> inactive =
      Collections.synchronizedMap(new LatestInactive());

  /**
   * The webhooks whose rows can't be read. They are not loaded again until they change, so that the
   * log has one entry for each.
   */
  private final Set<UUID> unreadable = ConcurrentHashMap.newKeySet();

  private volatile long version;

  private SecretCipher cipher;

  /** Creates the bean, for the container. */
  protected Subscriptions() {}

  /** Creates an empty index. */
  @Inject
  public Subscriptions(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /** Keeps the inactive webhooks that were used last. */
  private static final class LatestInactive extends LinkedHashMap<UUID, Subscription> {
    private static final long serialVersionUID = 1L;

    LatestInactive() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<UUID, Subscription> eldest) {
      return size() > MAX_INACTIVE;
    }
  }

  /**
   * Updates the index to the state that the connection's transaction sees.
   *
   * @throws SQLException if the database does not answer; the index stays unchanged
   */
  public void refresh(Connection connection) throws SQLException {
    long latest;
    try (PreparedStatement select = connection.prepareStatement(VERSION);
        ResultSet row = select.executeQuery()) {
      row.next();
      latest = row.getLong(1);
    }
    if (latest > version) {
      load(connection, latest);
    }
  }

  /**
   * Updates the index, and loads these webhooks if they are inactive, so that {@link #find} knows
   * them.
   *
   * @throws SQLException if the database does not answer
   */
  public void refresh(Connection connection, Collection<UUID> webhookIds) throws SQLException {
    refresh(connection);
    Set<UUID> unknown =
        webhookIds.stream()
            .filter(id -> find(id).isEmpty() && !unreadable.contains(id))
            .collect(Collectors.toSet());
    if (!unknown.isEmpty()) {
      try (PreparedStatement select = connection.prepareStatement(BY_ID)) {
        select.setArray(1, connection.createArrayOf("uuid", unknown.toArray()));
        load(select);
      }
    }
  }

  /** Loads all changed webhooks. Changes that are newer than the version do no harm. */
  private synchronized void load(Connection connection, long latest) throws SQLException {
    if (latest <= version) {
      return;
    }
    try (PreparedStatement select = connection.prepareStatement(version == 0 ? ACTIVE : CHANGED)) {
      select.setFetchSize(FETCH_SIZE);
      select.setLong(1, version);
      load(select);
    }
    version = latest;
  }

  /** Runs one query at a time, so that no query replaces a webhook by an older state. */
  private synchronized void load(PreparedStatement select) throws SQLException {
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        load(rows);
      }
    }
  }

  /**
   * Loads a webhook. If its row can't be read, the webhook is unknown until the row changes. Other
   * webhooks are not affected.
   */
  private void load(ResultSet row) throws SQLException {
    UUID id = SqlRows.uuid(row, 1);
    try {
      Subscription webhook = subscription(id, row);
      unreadable.remove(id);
      if (webhook.active()) {
        inactive.remove(id);
        active.put(webhook, target(row), row.getString("event_types"));
      } else {
        inactive.put(id, webhook);
        active.remove(id);
      }
    } catch (IllegalStateException | InvalidCallbackUrl e) {
      LOG.log(Level.SEVERE, "Webhook " + id + " can't be served", e);
      unreadable.add(id);
      inactive.remove(id);
      active.remove(id);
    }
  }

  private static Matcher.Target target(ResultSet row) throws SQLException {
    String scope = row.getString("scope");
    return new Matcher.Target(
        WebhookScope.of(scope)
            .orElseThrow(() -> new IllegalStateException("The scope is not known: " + scope)),
        row.getString("scope_id"));
  }

  private Subscription subscription(UUID id, ResultSet row) throws SQLException {
    String keyId = row.getString("key_id").intern();
    String url =
        cipher.decrypt(keyId, id, EncryptedColumn.CALLBACK_URL, row.getBytes("callback_url"));
    return new Subscription(
        id,
        row.getString("client_id").intern(),
        row.getString("account_id").intern(),
        row.getLong("version"),
        row.getBoolean("active"),
        row.getLong("activation"),
        CallbackUrl.parse(url),
        keyId,
        row.getBytes("secret"),
        previousSecret(row));
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

  /**
   * Returns the webhook: always if it is active, and also if it is inactive and a claim loaded it a
   * moment ago. Empty if it can't be served.
   */
  public Optional<Subscription> find(UUID webhookId) {
    return active.find(webhookId).or(() -> Optional.ofNullable(inactive.get(webhookId)));
  }

  /** Returns the index that finds the webhooks of an event, as of the latest refresh. */
  public Matcher matcher() {
    return active;
  }
}
