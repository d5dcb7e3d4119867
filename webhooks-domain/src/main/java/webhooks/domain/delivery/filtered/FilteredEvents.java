package webhooks.domain.delivery.filtered;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.database.Dialect.Upsert;
import webhooks.domain.database.SqlArrays;
import webhooks.domain.database.SqlRows;

/**
 * How many events the filters of webhooks have dropped, for each ten minutes of the last day and an
 * hour. The database's clock decides about the ten minutes.
 */
@Stateless
public class FilteredEvents {
  private static final Duration PERIOD = Duration.ofMinutes(10);
  private static final Duration KEPT = Duration.ofHours(25);
  private static final int MAX_PURGED = 10_000;

  private static final String NOW =
      "cast(floor(extract(epoch from current_timestamp) / %d) as bigint)"
          .formatted(PERIOD.toSeconds());

  private static final Upsert ADD =
      new Upsert(
          "filtered_events",
          2,
          List.of("webhook_id", "period", "events"),
          "select f.webhook_id, "
              + NOW
              + ", f.events from unnest(cast(? as uuid array), cast(? as bigint array))"
              + " as f(webhook_id, events)",
          "events = filtered_events.events + excluded.events");

  private static final String COUNT =
      "select coalesce(sum(events), 0) from filtered_events where webhook_id = ? and period >= "
          + NOW
          + " - ?";

  private static final String COUNTS =
      "select webhook_id, sum(events) from filtered_events where webhook_id = any(?) and period >= "
          + NOW
          + " - ? group by webhook_id";

  private static final String PURGE =
      """
      delete from filtered_events where (webhook_id, period) in (
        select webhook_id, period from filtered_events where period < %s - ?
        fetch first %d rows only)
      """
          .formatted(NOW, MAX_PURGED);

  private Database database;

  /** Creates the bean, for the container. */
  public FilteredEvents() {}

  /** Creates the table's owner. */
  @Inject
  public FilteredEvents(Database database) {
    this.database = database;
  }

  /**
   * Adds counts of events by webhook, in a transaction of its own. The order of the webhooks is the
   * order in which rows are locked, so that two nodes don't deadlock.
   *
   * @throws DatabaseFailure if nothing was written
   */
  public void add(SortedMap<UUID, Integer> counts) {
    try (Connection connection = database.connection();
        PreparedStatement add = connection.prepareStatement(database.dialect().upsert(ADD))) {
      SqlArrays.set(add, 1, "uuid", counts.keySet().toArray());
      SqlArrays.set(add, 2, "bigint", counts.values().stream().map(Integer::longValue).toArray());
      database.dialect().executeUpsert(add);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Returns how many events the filters of a webhook have dropped in a window of at most a day, and
   * in the rest of the ten minutes in which it begins.
   */
  public static long count(Connection connection, UUID webhookId, Duration window)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(COUNT)) {
      select.setObject(1, webhookId);
      select.setLong(2, window.dividedBy(PERIOD));
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Returns the same counts of several webhooks; a webhook without a count has dropped none. */
  public static Map<UUID, Long> counts(
      Connection connection, Collection<UUID> webhookIds, Duration window) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(COUNTS)) {
      SqlArrays.set(select, 1, "uuid", webhookIds.toArray());
      select.setLong(2, window.dividedBy(PERIOD));
      Map<UUID, Long> counts = new HashMap<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          counts.put(SqlRows.uuid(rows, 1), rows.getLong(2));
        }
      }
      return counts;
    }
  }

  /** Deletes a batch of counts that no window includes any more. */
  public static void purge(Connection connection) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(PURGE)) {
      delete.setLong(1, KEPT.dividedBy(PERIOD));
      delete.executeUpdate();
    }
  }
}
