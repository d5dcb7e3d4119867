package webhooks.domain.delivery.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.delivery.Lease;
import webhooks.domain.delivery.LeasedDelivery;
import webhooks.domain.delivery.Slots;
import webhooks.domain.id.Ids;
import webhooks.domain.subscription.Subscription;

/** The deliveries of a batch of events: leased while there are slots, the others left waiting. */
public final class NewDeliveries {
  /**
   * As many as one statement inserts: it has to end long before the connection gives it up, and its
   * rows to fit in memory, however many webhooks a batch is for.
   */
  private static final int INSERTED_AT_ONCE = 10_000;

  private final Lease lease;
  private final Slots slots;
  private final List<QueueTable.NewRow> rows = new ArrayList<>();
  private final List<LeasedDelivery> leased = new ArrayList<>();
  private final Set<UUID> withBacklog = new HashSet<>();

  /** Starts a batch whose leased deliveries are held under the lease. */
  public NewDeliveries(Lease lease, Slots slots) {
    this.lease = lease;
    this.slots = slots;
  }

  /**
   * Adds a delivery of the event to the webhook.
   *
   * @param activation the webhook's present one, or {@link Subscription#ANY_ACTIVATION}
   */
  public void add(Subscription webhook, long activation, UUID eventId, byte[] eventBody) {
    UUID id = Ids.next();
    UUID webhookId = webhook.webhookId();
    // Once one waits, all after it do, so that the webhook gets its events in their order.
    boolean now = !withBacklog.contains(webhookId) && slots.take(webhookId, 1) == 1;
    rows.add(new QueueTable.NewRow(id, eventId, webhookId, activation, now));
    if (now) {
      leased.add(new LeasedDelivery(id, webhookId, eventId, 1, 1, eventBody, lease));
    } else {
      withBacklog.add(webhookId);
    }
  }

  /** Returns whether enough are added to be inserted, so that no more gather. */
  public boolean areMany() {
    return rows.size() >= INSERTED_AT_ONCE;
  }

  /** Inserts those that were added since the last time, in the connection's transaction. */
  public void insert(Connection connection, boolean embedded) throws SQLException {
    for (int from = 0; from < rows.size(); from += INSERTED_AT_ONCE) {
      int to = Math.min(from + INSERTED_AT_ONCE, rows.size());
      QueueTable.of(embedded).insert(connection, rows.subList(from, to), lease);
    }
    rows.clear();
  }

  /** Returns those leased to this node. */
  public List<LeasedDelivery> leased() {
    return leased;
  }

  /** Returns the webhooks with deliveries that wait. */
  public Set<UUID> withBacklog() {
    return withBacklog;
  }
}
