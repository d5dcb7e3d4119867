package webhooks.domain.delivery.queue.erase;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.queue.DeliveriesCancelled;

/**
 * Erases one event or one delivery in the database. Each call is a transaction, and writes the
 * audit entry if it has erased something.
 */
@Stateless
public class PayloadErasure {
  /**
   * A message id may come again after the time of deduplication, so there may be several events.
   */
  private static final String EVENTS =
      "select id from event where message_id = ? and account_id = ? order by id";

  private static final String DELIVERY = "select id from delivery where webhook_id = ? and id = ?";

  @EJB private AuditTrail audit;
  private Database database;
  private Event<Object> events;

  /** Creates the bean, for the container. */
  public PayloadErasure() {}

  /** Creates the use case. */
  @Inject
  public PayloadErasure(Database database, Event<Object> events) {
    this.database = database;
    this.events = events;
  }

  /** Creates the use case without a container, for tests. */
  public PayloadErasure(Database database, Event<Object> events, AuditTrail audit) {
    this(database, events);
    this.audit = audit;
  }

  /**
   * Erases the events of an account with a message id, for all webhooks.
   *
   * @return whether there is such an event
   */
  public boolean eraseEvents(UUID messageId, String accountId, AuditEntry entry) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(EVENTS)) {
      select.setObject(1, messageId);
      select.setString(2, accountId);
      List<UUID> found = SqlRows.uuids(select);
      PayloadTables tables = new PayloadTables(connection, database.dialect());
      ErasedCount erased = ErasedCount.NONE;
      boolean changed = false;
      for (UUID event : found) {
        changed |= !tables.isErased(event);
        erased = erased.plus(tables.eraseEvent(event));
      }
      if (changed || erased.deliveries() > 0) {
        note(
            erased,
            entry.withDetail(
                "message=%s, deliveries=%d, cancelled=%d"
                    .formatted(messageId, erased.deliveries(), erased.cancelled())));
      }
      return !found.isEmpty();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Erases the payload of a delivery for its webhook alone.
   *
   * @return whether the webhook has the delivery
   */
  public boolean eraseDelivery(UUID webhookId, UUID deliveryId, AuditEntry entry) {
    try (Connection connection = database.connection();
        PreparedStatement select = connection.prepareStatement(DELIVERY)) {
      select.setObject(1, webhookId);
      select.setObject(2, deliveryId);
      if (SqlRows.uuids(select).isEmpty()) {
        return false;
      }
      ErasedCount erased =
          new PayloadTables(connection, database.dialect()).eraseDelivery(deliveryId);
      if (erased.deliveries() > 0) {
        note(erased, entry.withDetail("delivery=" + deliveryId));
      }
      return true;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private void note(ErasedCount erased, AuditEntry entry) {
    if (erased.cancelled() > 0) {
      events.fire(new DeliveriesCancelled(erased.cancelled()));
    }
    audit.add(entry);
  }
}
