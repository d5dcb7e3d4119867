package webhooks.domain.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.id.Ids;

/**
 * Moves the stored deliveries of a replaced event of the file to the event that replaces it.
 *
 * <p>If a webhook gets the replacement too, its delivery of the replaced event is deleted, with its
 * attempts. The delivery of any other webhook gets an id that begins with the same time as the id
 * of the replacement, because they are purged together.
 */
final class ReplacedDeliveries {
  /** The ids of an event's deliveries begin with the same time as its own. */
  private static final String DELIVERIES =
      "select id, webhook_id from delivery where id >= ? and id < ? and event_id = ?";

  private static final List<String> DELETE =
      List.of(
          "delete from delivery_pending where id = any(?)",
          "delete from delivery_finished where id = any(?)",
          "delete from attempt where delivery_id = any(?)");

  private static final List<String> MOVE =
      List.of(
          "update delivery_pending set id = ?, event_id = ? where id = ?",
          "update delivery_finished set id = ?, event_id = ? where id = ?");

  private static final String MOVE_ATTEMPTS =
      "update attempt set delivery_id = ? where delivery_id = ?";

  private final Connection connection;

  ReplacedDeliveries(Connection connection) {
    this.connection = connection;
  }

  /** Moves or deletes the deliveries of an event. Returns how many rows were deleted. */
  int move(UUID event, UUID replacement) throws SQLException {
    Set<UUID> delivered = Set.copyOf(deliveries(replacement).values());
    List<UUID> repeated = new ArrayList<>();
    for (Map.Entry<UUID, UUID> delivery : deliveries(event).entrySet()) {
      if (delivered.contains(delivery.getValue())) {
        repeated.add(delivery.getKey());
      } else {
        moveDelivery(delivery.getKey(), replacement);
      }
    }
    return delete(repeated);
  }

  /** Returns the webhooks of an event's deliveries, by the ids of the deliveries. */
  private Map<UUID, UUID> deliveries(UUID event) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(DELIVERIES)) {
      select.setObject(1, Ids.firstOf(Ids.timeOf(event)));
      select.setObject(2, Ids.firstOf(Ids.timeOf(event).plusMillis(1)));
      select.setObject(3, event);
      Map<UUID, UUID> webhooks = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          webhooks.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
        }
      }
      return webhooks;
    }
  }

  private void moveDelivery(UUID delivery, UUID event) throws SQLException {
    UUID id = withTimeOf(event, delivery);
    for (String sql : MOVE) {
      try (PreparedStatement move = connection.prepareStatement(sql)) {
        move.setObject(1, id);
        move.setObject(2, event);
        move.setObject(3, delivery);
        move.executeUpdate();
      }
    }
    try (PreparedStatement move = connection.prepareStatement(MOVE_ATTEMPTS)) {
      move.setObject(1, id);
      move.setObject(2, delivery);
      move.executeUpdate();
    }
  }

  /** Returns the delivery's id with the time of the event; the same id for the same arguments. */
  private static UUID withTimeOf(UUID event, UUID delivery) {
    long time = Ids.firstOf(Ids.timeOf(event)).getMostSignificantBits();
    return new UUID(
        time | delivery.getMostSignificantBits() & 0xFFF, delivery.getLeastSignificantBits());
  }

  private int delete(List<UUID> deliveries) throws SQLException {
    int deleted = 0;
    for (String sql : DELETE) {
      try (PreparedStatement delete = connection.prepareStatement(sql)) {
        SqlArrays.set(delete, 1, "uuid", deliveries.toArray());
        deleted += delete.executeUpdate();
      }
    }
    return deleted;
  }
}
