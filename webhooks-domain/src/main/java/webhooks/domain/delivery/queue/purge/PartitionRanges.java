package webhooks.domain.delivery.queue.purge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import webhooks.domain.database.Dialect;
import webhooks.domain.id.Ids;

/**
 * The ranges of the partitions of events, finished deliveries and attempts.
 *
 * @param ends the end of each partition by its beginning; H2 has none
 */
public record PartitionRanges(NavigableMap<Instant, Instant> ends) {
  private static final String ALL = "select first_id, end_id from history_partition";

  /** Reads the ranges of a database. */
  public static PartitionRanges of(Connection connection, Dialect dialect) throws SQLException {
    NavigableMap<Instant, Instant> ends = new TreeMap<>();
    if (dialect.hasPartitions()) {
      try (PreparedStatement select = connection.prepareStatement(ALL);
          ResultSet row = select.executeQuery()) {
        while (row.next()) {
          ends.put(
              Ids.timeOf(row.getObject(1, UUID.class)), Ids.timeOf(row.getObject(2, UUID.class)));
        }
      }
    }
    return new PartitionRanges(ends);
  }

  /** Returns whether two ids are in one partition, or both in none. */
  public boolean share(UUID one, UUID other) {
    return beginning(one).equals(beginning(other));
  }

  /** Returns whether the partitions cover a whole period. */
  boolean cover(Instant from, Instant to) {
    Optional<Instant> end = Optional.of(from);
    while (end.isPresent() && end.get().isBefore(to)) {
      end = at(end.get()).map(Map.Entry::getValue);
    }
    return end.isPresent();
  }

  private Optional<Instant> beginning(UUID id) {
    return at(Ids.timeOf(id)).map(Map.Entry::getKey);
  }

  private Optional<Map.Entry<Instant, Instant>> at(Instant time) {
    return Optional.ofNullable(ends.floorEntry(time))
        .filter(range -> range.getValue().isAfter(time));
  }
}
