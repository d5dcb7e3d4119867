package webhooks.domain.delivery.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;
import webhooks.domain.id.IdSequence;
import webhooks.domain.subscription.Subscription;
import webhooks.domain.subscription.Subscriptions;

/**
 * Inserts the new deliveries of a batch of events. A delivery is leased if a slot is free for it,
 * its body still fits, its webhook is not paused and the webhook's options are in memory. All
 * others go to the backlogs.
 */
public final class NewDeliveries {
  /**
   * The maximum number of rows in one statement. The statement must end long before the
   * connection's time-out, and its rows must fit in memory, even if a batch matches very many
   * webhooks.
   */
  private static final int MAX_INSERTED = 10_000;

  /**
   * The maximum size of the bodies that one batch leases, as each attempt holds a copy. The first
   * body is leased whatever its size.
   */
  private static final int MAX_LEASED_BYTES = 4 * 1024 * 1024;

  private static final String INSERT =
      """
      insert into delivery_pending
        (id, account_id, event_id, webhook_id, activation, attempts, due_at, lease, created)
      select n.id, n.account_id, n.event_id, n.webhook_id, n.activation, 0,
        current_timestamp + n.seconds * interval '1' second,
        case when n.seconds is not null then cast(? as uuid) end, current_timestamp
      from unnest(cast(? as uuid array), cast(? as varchar array), cast(? as uuid array),
        cast(? as uuid array), cast(? as bigint array), cast(? as double precision array))
        as n(id, account_id, event_id, webhook_id, activation, seconds)
      """;

  private static final String SET_UNDECIDED =
      "update delivery_pending set attempts_before = %d where id = any(?)"
          .formatted(DeliveryRules.UNDECIDED);

  /**
   * A delivery to insert, either leased or in its webhook's backlog.
   *
   * @param seconds the length of its lease; null if it is in the backlog
   */
  private record NewRow(
      UUID id, UUID eventId, Subscription webhook, long activation, Double seconds) {
    boolean leased() {
      return seconds != null;
    }

    UUID webhookId() {
      return webhook.webhookId();
    }

    NewRow inBacklog() {
      return new NewRow(id, eventId, webhook, activation, null);
    }
  }

  private final Lease lease;
  private final Double usualSeconds;
  private final Slots slots;
  private final IdSequence ids;
  private final Subscriptions subscriptions;
  private long leasedBytes;
  private final List<NewRow> rows = new ArrayList<>();
  private final List<LeasedDelivery> leased = new ArrayList<>();
  private final List<UUID> undecided = new ArrayList<>(0);
  private final Set<UUID> withBacklog = new HashSet<>();

  /**
   * Starts a batch. Its deliveries get the lease while slots are free, for a webhook with a
   * time-out of its own with another end.
   *
   * @param ids the sequence that the ids of the batch's events come from
   * @param subscriptions loads the options of webhooks whose deliveries are leased
   */
  public NewDeliveries(Lease lease, Slots slots, IdSequence ids, Subscriptions subscriptions) {
    this.lease = lease;
    this.usualSeconds = lease.seconds();
    this.slots = slots;
    this.ids = ids;
    this.subscriptions = subscriptions;
  }

  /**
   * Adds the delivery of an event to a webhook.
   *
   * @param activation the webhook's current activation, or {@link Subscription#ANY_ACTIVATION}
   */
  public void add(Subscription webhook, long activation, UUID eventId, EventBody event) {
    UUID id = ids.next();
    UUID webhookId = webhook.webhookId();
    // After the first delivery in the backlog the others follow it, so that the webhook
    // gets its events in order.
    boolean fits = leasedBytes == 0 || leasedBytes + event.size() <= MAX_LEASED_BYTES;
    boolean paused = webhook.flow().paused();
    boolean mayTake = fits && !paused && !webhook.isThrottled() && !withBacklog.contains(webhookId);
    boolean hasSlot = mayTake && slots.take(webhookId, 1) == 1;
    Lease own = lease.withTimeout(webhook.flow().timeout());
    Double seconds = own == lease ? usualSeconds : Double.valueOf(own.seconds());
    rows.add(new NewRow(id, eventId, webhook, activation, hasSlot ? seconds : null));
    if (hasSlot) {
      leasedBytes += event.size();
      leased.add(new LeasedDelivery(id, webhookId, activation, 1, 1, event, own));
    } else if (!paused) {
      withBacklog.add(webhookId);
    }
  }

  /**
   * Adds the delivery of an event to a webhook whose selection can't be read. It waits in the
   * backlog until a claim can ask the selection.
   *
   * @param activation the webhook's current activation, or {@link Subscription#ANY_ACTIVATION}
   */
  public void addUndecided(Subscription webhook, long activation, UUID eventId) {
    UUID id = ids.next();
    rows.add(new NewRow(id, eventId, webhook, activation, null));
    undecided.add(id);
    withBacklog.add(webhook.webhookId());
  }

  /** Returns whether the added deliveries fill a statement and should be inserted now. */
  public boolean areMany() {
    return rows.size() >= MAX_INSERTED;
  }

  /**
   * Inserts the deliveries that were added since the last call, in the connection's transaction.
   */
  public void insert(Connection connection) throws SQLException {
    moveToBacklog(WebhookPauses.among(connection, webhooksOfLeased()));
    moveToBacklog(withoutOptions(connection));
    for (int from = 0; from < rows.size(); from += MAX_INSERTED) {
      int to = Math.min(from + MAX_INSERTED, rows.size());
      insert(connection, rows.subList(from, to));
    }
    rows.clear();
    QueueTable.update(connection, SET_UNDECIDED, undecided);
    undecided.clear();
  }

  /** Returns the webhooks whose options are not in memory. Claims load them later. */
  private Set<UUID> withoutOptions(Connection connection) throws SQLException {
    subscriptions.loadOptions(connection, webhooksOfLeased());
    Set<UUID> without =
        rows.stream()
            .filter(row -> row.leased() && !subscriptions.isSendable(row.webhook()))
            .map(NewRow::webhookId)
            .collect(Collectors.toSet());
    withBacklog.addAll(without);
    return without;
  }

  private void insert(Connection connection, List<NewRow> added) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, lease.token());
      SqlArrays.set(insert, 2, "uuid", added.stream().map(NewRow::id).toArray());
      SqlArrays.set(
          insert, 3, "varchar", added.stream().map(row -> row.webhook().accountId()).toArray());
      SqlArrays.set(insert, 4, "uuid", added.stream().map(NewRow::eventId).toArray());
      SqlArrays.set(insert, 5, "uuid", added.stream().map(NewRow::webhookId).toArray());
      SqlArrays.set(insert, 6, "bigint", added.stream().map(NewRow::activation).toArray());
      SqlArrays.set(insert, 7, "double precision", added.stream().map(NewRow::seconds).toArray());
      insert.executeUpdate();
    }
  }

  private Set<UUID> webhooksOfLeased() {
    return rows.stream().filter(NewRow::leased).map(NewRow::webhookId).collect(Collectors.toSet());
  }

  /** Moves the leased deliveries of webhooks that get nothing now to the backlog. */
  private void moveToBacklog(Set<UUID> webhookIds) {
    if (webhookIds.isEmpty()) {
      return;
    }
    Set<UUID> moved = new HashSet<>();
    rows.replaceAll(
        row -> {
          if (row.leased() && webhookIds.contains(row.webhookId())) {
            moved.add(row.id());
            slots.giveBack(row.webhookId(), 1);
            return row.inBacklog();
          }
          return row;
        });
    leased.removeIf(delivery -> moved.contains(delivery.id()));
  }

  /** Returns the deliveries that are leased to this node. */
  public List<LeasedDelivery> leased() {
    return leased;
  }

  /**
   * Returns the webhooks whose deliveries went to the backlog for lack of a slot. Claims find the
   * backlog of a paused webhook when its pause has ended.
   */
  public Set<UUID> withBacklog() {
    return withBacklog;
  }
}
