package webhooks.domain.subscription;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import webhooks.domain.address.InvalidCallbackUrl;
import webhooks.domain.database.SqlRows;
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

  /** Without a fetch size, PostgreSQL's driver keeps all rows of a result in memory. */
  private static final int FETCH_SIZE = 1000;

  private static final String LATEST = "select version, epoch from webhook_epoch";
  private static final String ACTIVE = SubscriptionRow.SELECT + "where active = true";
  private static final String CHANGED = SubscriptionRow.SELECT + "where version > ?";
  private static final String BY_ID = SubscriptionRow.SELECT + "where id = any(?)";

  /** The active webhooks. */
  private final Matcher active = new Matcher();

  private final Map<UUID, Subscription> inactive =
      Collections.synchronizedMap(new LatestInactive());

  /**
   * The webhooks whose rows can't be read. They are not loaded again until they change, so that the
   * log has one entry for each.
   */
  private final Set<UUID> unreadable = ConcurrentHashMap.newKeySet();

  /** The webhooks whose pause has ended since the latest call of {@link #takeResumed}. */
  private final Set<UUID> resumed = ConcurrentHashMap.newKeySet();

  private volatile State state = State.NOTHING;

  private SecretCipher cipher;
  private LoadedOptions options;
  private LoadedSelections selections;

  /** Creates the bean, for the container. */
  protected Subscriptions() {}

  /** Creates an empty index. */
  @Inject
  public Subscriptions(SecretCipher cipher) {
    this.cipher = cipher;
    this.options = new LoadedOptions(cipher);
    this.selections = new LoadedSelections(cipher);
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
   * Updates the index, and loads these webhooks if they are inactive, and their options.
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
    loadOptions(connection, webhookIds);
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
    options.clear();
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
      Subscription webhook = SubscriptionRow.read(row, cipher);
      unreadable.remove(id);
      options.changed(id);
      if (webhook.active()) {
        if (isPaused(id) && !webhook.flow().paused()) {
          resumed.add(id);
        }
        inactive.remove(id);
        active.put(
            webhook,
            SubscriptionRow.scope(row),
            row.getString("event_types"),
            SubscriptionRow.selects(row));
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

  /**
   * Returns the webhook: always if it is active, and also if it is inactive and was loaded a moment
   * ago, for example by a claim. Empty if its row can't be read.
   */
  public Optional<Subscription> find(UUID webhookId) {
    return active.find(webhookId).or(() -> Optional.ofNullable(inactive.get(webhookId)));
  }

  /**
   * Returns whether an active webhook is paused by its owner. The deliveries of an inactive one are
   * cancelled also during a pause.
   */
  public boolean isPaused(UUID webhookId) {
    return active.find(webhookId).filter(webhook -> webhook.flow().paused()).isPresent();
  }

  /** Returns the webhooks whose pause has ended since the latest call, and forgets them. */
  public Set<UUID> takeResumed() {
    Set<UUID> taken = Set.copyOf(resumed);
    resumed.removeAll(taken);
    return taken;
  }

  /**
   * Loads the options of these webhooks, so that {@link #isSendable} holds for them. At most 50
   * webhooks of an account are loaded at once.
   *
   * @throws SQLException if the query fails
   */
  public void loadOptions(Connection connection, Collection<UUID> webhookIds) throws SQLException {
    options.load(connection, webhookIds.stream().flatMap(id -> find(id).stream()).toList());
  }

  /**
   * Returns whether deliveries may be sent to the webhook: whether it has no options, or they are
   * in memory. Nothing is sent without them.
   */
  public boolean isSendable(Subscription webhook) {
    return options.isSendable(webhook);
  }

  /**
   * Returns the webhook of a delivery, if the delivery is to be cancelled, or may be sent.
   *
   * @param activation the activation of the delivery
   */
  public Optional<Subscription> served(UUID webhookId, long activation) {
    return find(webhookId)
        .filter(webhook -> !webhook.isDeliverable(activation) || isSendable(webhook));
  }

  /** Returns a webhook with its options, if it is sendable. */
  public Optional<SendableWebhook> withOptions(Subscription webhook) {
    return options.find(webhook);
  }

  /** Returns the webhooks that an event may go to, as of the latest refresh. */
  public Candidates candidates(MatchedEvent event) {
    return active.candidates(event);
  }

  /**
   * Decides which of the candidates an event goes to.
   *
   * @throws SQLException if selections must be loaded and the query fails
   */
  public Matches decide(Connection connection, Candidates candidates) throws SQLException {
    return selections.decide(connection, candidates);
  }
}
