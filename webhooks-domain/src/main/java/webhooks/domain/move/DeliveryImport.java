package webhooks.domain.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
 * the event here.
 */
final class DeliveryImport {
  /** The ids of an event's deliveries begin with the same time as its own. */
  private static final String DELIVERED =
      "select 1 from delivery where id >= ? and id < ? and event_id = ? and webhook_id = ?";

  private static final String DELETE_ATTEMPTS = "delete from attempt where delivery_id = any(?)";

  private final Connection connection;
  private final RowInsert insert;
  private final EventImport events;
  private final Set<UUID> leftOut = new HashSet<>();

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
        delivery.set("event_id", event.get());
        kept.add(delivery);
      }
    }
    return insert.insert(kept);
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

  /** Deletes the attempts of the deliveries that are left out, which came before these. */
  void finish() throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE_ATTEMPTS)) {
      SqlArrays.set(delete, 1, "uuid", leftOut.toArray());
      delete.executeUpdate();
    }
  }
}
