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
 * All webhooks in memory, for matching and sending without reading them for each event.
 *
 * <p>Each batch of intake and each claim first calls {@link #refresh} in its own transaction: it
 * reads one row, and what changed since. So a change that was answered holds for every later event
 * and claim on every node. Safe for several threads; a thread may see changes newer than its
 * refresh.
 */
@ApplicationScoped
public class Subscriptions {
  private static final Logger LOG = Logger.getLogger(Subscriptions.class.getName());
  private static final String VERSION = "select version from webhook_version";
  private static final String CHANGED =
      """
      select id, version, scope, scope_id, active, activation, event_types, key_id, callback_url, secret,
        previous_secret, previous_secret_until
      from webhook where version > ?
      """;
  private static final String KNOWN = "select id from webhook where id = any(?)";

  /** What events are matched by. */
  private record Topic(String scope, String scopeId, String eventType) {}

  private record Entry(Subscription subscription, List<Topic> topics) {}

  private final Map<UUID, Entry> entries = new ConcurrentHashMap<>();
  private final Map<Topic, Set<UUID>> subscribers = new ConcurrentHashMap<>();
  private volatile long version;

  private SecretCipher cipher;

  /** Creates the bean; for the container. */
  protected Subscriptions() {}

  /** Creates an empty copy. */
  @Inject
  public Subscriptions(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /**
   * Brings the copy up to date with what the connection's transaction sees.
   *
   * @throws SQLException if the database does not answer; the copy stays as it was
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

  /** Loads also what changed since the version was read: to know it early does no harm. */
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
   * Forgets deleted webhooks whose rows are purged: no delivery of theirs is left to be cancelled.
   *
   * @throws SQLException if the database does not answer; none is forgotten then
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

  /** A row that can't be read concerns its own webhook alone: that one is unknown until it can. */
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

  /** Returns the webhook, if it is known; also while it is inactive. */
  public Optional<Subscription> find(UUID webhookId) {
    return Optional.ofNullable(entries.get(webhookId)).map(Entry::subscription);
  }

  /** Returns the active webhooks of the account, to which its events of the type go. */
  public List<Subscription> ofAccount(String accountId, String eventType) {
    return active(new Topic(WebhookScope.ACCOUNT.text(), accountId, eventType));
  }

  /** Returns the active webhooks of that very iTwin, to which its events of the type go. */
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
