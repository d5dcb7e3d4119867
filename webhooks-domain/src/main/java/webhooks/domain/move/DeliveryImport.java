package webhooks.domain.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.id.Ids;

/**
 * Stores deliveries, but those that are known by their id.
 *
 * <p>If an event of the file is replaced by one that was published here, the delivery to a webhook
 * that got this one is left out, with its attempts. The delivery to another webhook is stored, of
 * the event here, with an id that begins with the same time as the event's: they are purged
 * together.
 */
final class DeliveryImport {
  /** The ids of an event's deliveries begin with the same time as its own. */
  private static final String DELIVERED =
      "select 1 from delivery where id >= ? and id < ? and event_id = ? and webhook_id = ?";

  private static final String DELETE_ATTEMPTS = "delete from attempt where delivery_id = any(?)";

  private static final String MOVE_ATTEMPTS =
      "update attempt set delivery_id = ? where delivery_id = ?";

  private final Connection connection;
  private final RowInsert insert;
  private final EventImport events;
  private final Set<UUID> leftOut = new HashSet<>();

  /** The new ids of deliveries by their former ones. */
  private final Map<UUID, UUID> newIds = new HashMap<>();

  DeliveryImport(Connection connection, RowInsert insert, EventImport events) {
    this.connection = connection;
    this.insert = insert;
    this.events = events;
  }

  /** Stores deliveries of one table, and returns those that were stored. */
  List<Row> insert(List<Row> deliveries) throws SQLException {
    List<Row> kept = new ArrayList<>();
    for (Row delivery : deliveries) {
      Optional<UUID> event = events.replacing(delivery.id("event_id"));
      if (event.isEmpty()) {
        kept.add(delivery);
      } else if (isDelivered(event.get(), delivery.id("webhook_id"))) {
        leftOut.add(delivery.id("id"));
      } else {
        UUID id = withTimeOf(event.get(), delivery.id("id"));
        newIds.put(delivery.id("id"), id);
        delivery.set("id", id);
        delivery.set("event_id", event.get());
        kept.add(delivery);
      }
    }
    return insert.insert(kept);
  }

  /** Returns always the same id for the same two. */
  private static UUID withTimeOf(UUID event, UUID delivery) {
    long time = Ids.firstOf(Ids.timeOf(event)).getMostSignificantBits();
    return new UUID(
        time | delivery.getMostSignificantBits() & 0xFFF, delivery.getLeastSignificantBits());
  }

  private boolean isDelivered(UUID event, UUID webhook) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(DELIVERED)) {
      select.setObject(1, Ids.firstOf(Ids.timeOf(event)));
      select.setObject(2, Ids.firstOf(Ids.timeOf(event).plusMillis(1)));
      select.setObject(3, event);
      select.setObject(4, webhook);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /**
   * Deletes the attempts of the deliveries that are left out, which came before these, and moves
   * those of deliveries with new ids.
   */
  void finish() throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE_ATTEMPTS);
        PreparedStatement move = connection.prepareStatement(MOVE_ATTEMPTS)) {
      SqlArrays.set(delete, 1, "uuid", leftOut.toArray());
      delete.executeUpdate();
      for (Map.Entry<UUID, UUID> id : newIds.entrySet()) {
        move.setObject(1, id.getValue());
        move.setObject(2, id.getKey());
        move.addBatch();
      }
      move.executeBatch();
    }
  }
}
