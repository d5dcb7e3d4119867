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
import java.util.function.Consumer;
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
 * reads one row and the webhooks that have changed since. So a committed change applies to each
 * later event and claim on every node. A database that was restored, or that failed over, may have
 * forgotten changes: then all active webhooks are read again. Safe for several threads; a thread
 * may see changes that are newer than its refresh.
 *
 * <p>Only the inactive webhooks that were used last are in memory, because there can be very many
 * and few have deliveries. A claim loads the inactive webhooks of its deliveries, and they stay in
 * memory for the sender.
 */
@ApplicationScoped
public class Subscriptions {
  private static final Logger LOG = Logger.getLogger(Subscriptions.class.getName());

  /** One claim leases about 2,000 deliveries at most, so their webhooks fit. */
  private static final int MAX_INACTIVE = 2000;

  /** Without a fetch size, PostgreSQL's driver keeps all rows of a result in memory. */
  private static final int FETCH_SIZE = 1000;

  private static final String LATEST = "select version, epoch from webhook_epoch";
  private static final String COLUMNS =
      """
      select id, client_id, account_id, version, scope, scope_id, active, activation, event_types, key_id,
        callback_url, secret, previous_secret, previous_secret_until
      from webhook
      """;
  private static final String ACTIVE = COLUMNS + "where active = true";
  private static final String CHANGED = COLUMNS + "where version > ?";
  private static final String BY_ID = COLUMNS + "where id = any(?)";

  /** The active webhooks. */
  private final Matcher active = new Matcher();

  private final Map<UUID, Subscription> inactive =
      Collections.synchronizedMap(new LatestInactive());

  /**
   * The webhooks whose rows can't be read. They are not loaded again until they change, so that the
   * log has one entry for each.
   */
  private final Set<UUID> unreadable = ConcurrentHashMap.newKeySet();

  private volatile State state = State.NOTHING;

  private SecretCipher cipher;

  /** Creates the bean, for the container. */
  protected Subscriptions() {}

  /** Creates an empty index. */
  @Inject
  public Subscriptions(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * The state of the database up to which webhooks were loaded.
   *
   * @param epoch the epoch of the version: versions of two epochs can't be compared, because the
   *     database may have forgotten changes between them
   * @param version the number of the latest change
   */
  private record State(String epoch, long version) {
    static final State NOTHING = new State("nothing is loaded", 0);

    /** Returns whether only webhooks with larger versions differ in the later state. */
    boolean leadsTo(State later) {
      return epoch.equals(later.epoch) && version <= later.version;
    }
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
   * @throws SQLException if a query fails; the next call then loads the changes again
   */
  public void refresh(Connection connection) throws SQLException {
    if (!latest(connection).equals(state)) {
      load(connection);
    }
  }

  private static State latest(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LATEST);
        ResultSet row = select.executeQuery()) {
      row.next();
      return new State(row.getString("epoch"), row.getLong("version"));
    }
  }

  /**
   * Updates the index, and loads these webhooks if they are inactive, so that {@link #find} finds
   * them.
   *
   * @throws SQLException if a query fails; the next call then loads the changes again
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
        load(select, id -> {});
      }
    }
  }

  /**
   * Loads all changed webhooks, or all active ones if the database has forgotten changes. The query
   * may also read changes that are newer than the version; they do no harm.
   */
  private synchronized void load(Connection connection) throws SQLException {
    // Another thread may have loaded later changes than this one has seen before.
    State latest = latest(connection);
    if (!state.leadsTo(latest)) {
      loadAll(connection);
    } else if (!state.equals(latest)) {
      try (PreparedStatement select = connection.prepareStatement(CHANGED)) {
        select.setLong(1, state.version);
        load(select, id -> {});
      }
    }
    state = latest;
  }

  private void loadAll(Connection connection) throws SQLException {
    Set<UUID> former = active.webhookIds();
    inactive.clear();
    unreadable.clear();
    try (PreparedStatement select = connection.prepareStatement(ACTIVE)) {
      load(select, former::remove);
    }
    former.forEach(active::remove);
  }

  /**
   * Loads the webhooks of a query. One query runs at a time, so that none replaces a webhook by an
   * older state.
   *
   * @param loaded gets the ids of the webhooks
   */
  private synchronized void load(PreparedStatement select, Consumer<UUID> loaded)
      throws SQLException {
    select.setFetchSize(FETCH_SIZE);
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        loaded.accept(load(rows));
      }
    }
  }

  /**
   * Loads a webhook, and returns its id. If its row can't be decrypted or understood, the webhook
   * is unknown until the row changes. Other webhooks are not affected.
   */
  private UUID load(ResultSet row) throws SQLException {
    UUID id = SqlRows.uuid(row, 1);
    try {
      Subscription webhook = subscription(id, row);
      unreadable.remove(id);
      if (webhook.active()) {
        inactive.remove(id);
        active.put(webhook, scope(row), row.getString("event_types"));
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
    return id;
  }

  private static Matcher.ScopeKey scope(ResultSet row) throws SQLException {
    String scope = row.getString("scope");
    return new Matcher.ScopeKey(
        WebhookScope.of(scope)
            .orElseThrow(() -> new IllegalStateException("The scope is not known: " + scope)),
        row.getString("scope_id"));
  }

  private Subscription subscription(UUID id, ResultSet row) throws SQLException {
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
   * Returns the webhook: always if it is active, and also if it is inactive and was loaded a moment
   * ago, for example by a claim. Empty if its row can't be read.
   */
  public Optional<Subscription> find(UUID webhookId) {
    return active.find(webhookId).or(() -> Optional.ofNullable(inactive.get(webhookId)));
  }

  /** Returns the index that finds the webhooks of an event, as of the latest refresh. */
  public Matcher matcher() {
    return active;
  }
}
