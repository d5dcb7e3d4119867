package webhooks.domain.delivery.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;
import webhooks.domain.delivery.EventBody;
import webhooks.domain.trace.TraceContext;

/** Reads the bodies of the events of one claim, up to a total size that fits in memory. */
final class EventBodies {
  /**
   * The maximum total size of the bodies of one claim. The first body is read whatever its size.
   */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  /**
   * The maximum size of a body that the first statement reads, so that most claims need no second
   * one. The maximum is lower if there are many bodies, because all must fit in memory.
   */
  private static final int SMALL = 16 * 1024;

  private static final String SIZES =
      """
      select id, octet_length(body), case when octet_length(body) <= ? then body end, traceparent,
        tracestate, message_id, event_type
      from event where id = any(?)
      """;
  private static final String LARGE = "select id, body from event where id = any(?)";

  private EventBodies() {}

  /**
   * Returns the body of the first event and of as many of the next ones as fit within the limit.
   * Events that do not fit are not in the map. The bytes are null if an operator deleted the event
   * from the table.
   *
   * @param distinctIds the ids of the events without duplicates
   */
  static Map<UUID, EventBody> read(Connection connection, Stream<UUID> distinctIds)
      throws SQLException {
    List<UUID> eventIds = distinctIds.toList();
    if (eventIds.isEmpty()) {
      return Map.of();
    }
    Map<UUID, Integer> sizes = new HashMap<>();
    Map<UUID, EventBody> events = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(SIZES)) {
      select.setInt(1, Math.min(SMALL, MAX_BYTES / eventIds.size()));
      SqlArrays.set(select, 2, "uuid", eventIds.toArray());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          UUID id = SqlRows.uuid(rows, 1);
          sizes.put(id, rows.getInt(2));
          Optional<TraceContext> trace = TraceContext.parse(rows.getString(4), rows.getString(5));
          boolean operational = EventTypes.OWN.contains(rows.getString(7));
          events.put(
              id, new EventBody(SqlRows.uuid(rows, 6), rows.getBytes(3), trace, operational));
        }
      }
    }
    return fitting(connection, eventIds, sizes, events);
  }

  private static Map<UUID, EventBody> fitting(
      Connection connection,
      List<UUID> eventIds,
      Map<UUID, Integer> sizes,
      Map<UUID, EventBody> events)
      throws SQLException {
    Map<UUID, EventBody> bodies = new HashMap<>();
    List<UUID> large = new ArrayList<>();
    long bytes = 0;
    for (UUID id : eventIds) {
      bytes += sizes.getOrDefault(id, 0);
      if (bytes > MAX_BYTES && !bodies.isEmpty()) {
        break;
      }
      // The log names a delivery whose event is missing by the event's id: its message id is lost.
      bodies.put(id, events.getOrDefault(id, EventBody.of(id, null)));
      if (bodies.get(id).bytes() == null) {
        large.add(id);
      }
    }
    if (!large.isEmpty()) {
      addLarge(connection, large, bodies);
    }
    return bodies;
  }

  private static void addLarge(
      Connection connection, List<UUID> eventIds, Map<UUID, EventBody> bodies) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LARGE)) {
      SqlArrays.set(select, 1, "uuid", eventIds.toArray());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          UUID id = SqlRows.uuid(rows, 1);
          bodies.put(id, bodies.get(id).withBytes(rows.getBytes(2)));
        }
      }
    }
  }
}
