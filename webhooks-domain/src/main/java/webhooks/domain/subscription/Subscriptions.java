package webhooks.domain.subscription;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.InvalidCallbackUrl;
import webhooks.domain.secret.EncryptedColumn;
import webhooks.domain.secret.SecretCipher;

/**
 * The index of webhooks in memory, so that matching and sending do not read them for each event.
 *
 * <p>Each batch of intake and each claim first calls {@link #refresh} in its own transaction, which
 * reads one row and the webhooks changed since. So a committed change applies to each later event
 * and claim on every node. Safe for several threads; a thread may see changes that are newer than
 * its refresh.
 */
@ApplicationScoped
public class Subscriptions {
  private static final Logger LOG = Logger.getLogger(Subscriptions.class.getName());
  private static final String VERSION = "select version from webhook_version";
  private static final String CHANGED =
      """
      select id, account_id, version, scope, scope_id, active, activation, event_types, key_id,
        callback_url, secret, previous_secret, previous_secret_until
      from webhook where version > ?
      """;
  private static final String KNOWN = "select id from webhook where id = any(?)";

  /** The key that events are matched by. */
  private record Topic(String scope, String scopeId, String eventType) {}

  private record Entry(Subscription subscription, List<Topic> topics) {}

  private final Map<UUID, Entry> entries = new ConcurrentHashMap<>();
  private final Map<Topic, Set<UUID>> subscribers = new ConcurrentHashMap<>();
  private volatile long version;

  private SecretCipher cipher;

  /** Creates the bean, for the container. */
  protected Subscriptions() {}

  /** Creates an empty index. */
  @Inject
  public Subscriptions(SecretCipher cipher) {
    this.cipher = cipher;
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

  /** Loads all changed webhooks. Changes that are newer than the version do no harm. */
  private synchronized void load(Connection connection, long latest) throws SQLException {
    if (latest <= version) {
      return;
    }
    try (PreparedStatement select = connection.prepareStatement(CHANGED)) {
      select.setLong(1, version);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          load(rows);
        }
      }
    }
    version = latest;
  }

  /**
   * Removes deleted webhooks whose rows are purged, because they have no deliveries left to cancel.
   *
   * @throws SQLException if the database does not answer; nothing is removed then
   */
  public synchronized void forgetPurged(Connection connection) throws SQLException {
    Set<UUID> purged =
        entries.values().stream()
            .map(Entry::subscription)
            .filter(Subscription::isDeleted)
            .map(Subscription::webhookId)
            .collect(Collectors.toSet());
    try (PreparedStatement select = connection.prepareStatement(KNOWN)) {
      select.setArray(1, connection.createArrayOf("uuid", purged.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          purged.remove(rows.getObject(1, UUID.class));
        }
      }
    }
    entries.keySet().removeAll(purged);
  }

  /**
   * Loads a webhook. If its row can't be read, the webhook is unknown until it can, and others are
   * not affected.
   */
  private void load(ResultSet row) throws SQLException {
    try {
      put(entry(row));
    } catch (IllegalStateException | InvalidCallbackUrl e) {
      UUID id = row.getObject("id", UUID.class);
      LOG.log(Level.SEVERE, "Webhook " + id + " can't be served", e);
      Entry before = entries.remove(id);
      if (before != null) {
        before.topics().forEach(topic -> unsubscribe(topic, id));
      }
    }
  }

  private Entry entry(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    String keyId = row.getString("key_id");
    String url =
        cipher.decrypt(keyId, id, EncryptedColumn.CALLBACK_URL, row.getBytes("callback_url"));
    boolean active = row.getBoolean("active");
    Subscription subscription =
        new Subscription(
            id,
            row.getString("account_id"),
            row.getLong("version"),
            active,
            row.getLong("activation"),
            CallbackUrl.parse(url),
            keyId,
            row.getBytes("secret"),
            previousSecret(row));
    String scope = row.getString("scope");
    String scopeId = row.getString("scope_id");
    Stream<String> types =
        active ? Stream.of(row.getString("event_types").split(" ")) : Stream.of();
    return new Entry(subscription, types.map(type -> new Topic(scope, scopeId, type)).toList());
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

  private void put(Entry entry) {
    UUID id = entry.subscription().webhookId();
    Entry before = entries.put(id, entry);
    for (Topic topic : entry.topics()) {
      subscribers.computeIfAbsent(topic, unused -> ConcurrentHashMap.newKeySet()).add(id);
    }
    if (before != null) {
      before.topics().stream()
          .filter(topic -> !entry.topics().contains(topic))
          .forEach(topic -> unsubscribe(topic, id));
    }
  }

  private void unsubscribe(Topic topic, UUID id) {
    subscribers.computeIfPresent(
        topic,
        (unused, ids) -> {
          ids.remove(id);
          return ids.isEmpty() ? null : ids;
        });
  }

  /** Returns the webhook, if it is known, also while it is inactive. */
  public Optional<Subscription> find(UUID webhookId) {
    return Optional.ofNullable(entries.get(webhookId)).map(Entry::subscription);
  }

  /** Returns the active webhooks of the account that match its events of the type. */
  public List<Subscription> ofAccount(String accountId, String eventType) {
    return active(new Topic(WebhookScope.ACCOUNT.text(), accountId, eventType));
  }

  /** Returns the active webhooks of the iTwin that match its events of the type. */
  public List<Subscription> ofITwin(UUID iTwinId, String eventType) {
    return active(new Topic(WebhookScope.ITWIN.text(), iTwinId.toString(), eventType));
  }

  private List<Subscription> active(Topic topic) {
    return subscribers.getOrDefault(topic, Set.of()).stream()
        .flatMap(id -> find(id).stream())
        .filter(Subscription::active)
        .toList();
  }
}
