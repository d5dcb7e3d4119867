package webhooks.domain.delivery.queue.erase;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.id.Ids;

/** The deliveries that a statement erases, as an SQL condition with parameters. */
sealed interface DeliverySelection {
  /** Returns the condition on a row of a table of deliveries. */
  String condition();

  /**
   * Sets the parameters of the condition.
   *
   * @param first the number of the first one
   */
  void set(PreparedStatement statement, int first) throws SQLException;

  /** All deliveries of an event. Their ids begin with the same time as the event's. */
  record OfEvent(UUID eventId) implements DeliverySelection {
    static final String CONDITION = "id >= ? and id < ? and event_id = ?";

    @Override
    public String condition() {
      return CONDITION;
    }

    @Override
    public void set(PreparedStatement statement, int first) throws SQLException {
      statement.setObject(first, Ids.firstOf(Ids.timeOf(eventId)));
      statement.setObject(first + 1, Ids.firstOf(Ids.timeOf(eventId).plusMillis(1)));
      statement.setObject(first + 2, eventId);
    }
  }

  /** The deliveries with these ids. */
  record OfIds(List<UUID> ids) implements DeliverySelection {
    OfIds(Collection<UUID> unsorted) {
      this(unsorted.stream().sorted().toList());
    }

    @Override
    public String condition() {
      return "id = any(?)";
    }

    @Override
    public void set(PreparedStatement statement, int first) throws SQLException {
      SqlArrays.set(statement, first, "uuid", ids.toArray());
    }
  }
}
