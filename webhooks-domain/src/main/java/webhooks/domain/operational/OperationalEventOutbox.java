package webhooks.domain.operational;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;

/**
 * Holds the operational events that wait for their publication to the operators' topic. These are
 * the rows that are already stored as events for owners. Each call is a transaction, and none is
 * open while events are published.
 */
@Stateless
public class OperationalEventOutbox {
  private static final int MAX_CLAIMED = 100;

  /** Bounds the table, because the broker may take no events for a long time. */
  private static final int MAX_WAITING = 100_000;

  /** The maximum number of rows that one statement deletes. */
  private static final int MAX_DROPPED = 1000;

  private Database database;
  private int maxWaiting;

  /**
   * The events that wait for the broker.
   *
   * @param count how many events wait after the deletion; about the maximum if more than that wait
   * @param dropped how many events were deleted because they had waited too long, or too many
   *     waited
   * @param mayHaveMoreToDrop whether there may be more events to delete
   */
  public record Waiting(int count, int dropped, boolean mayHaveMoreToDrop) {}

  /** Creates the bean, for the container. */
  public OperationalEventOutbox() {}

  /** Creates the outbox. */
  @Inject
  public OperationalEventOutbox(Database database) {
    this(database, MAX_WAITING);
  }

  OperationalEventOutbox(Database database, int maxWaiting) {
    this.database = database;
    this.maxWaiting = maxWaiting;
  }

  /** Claims the oldest events for half a minute, so that no other node publishes them meanwhile. */
  public List<OperationalEvent> claim() {
    try (Connection connection = database.connection()) {
      return table(connection).claim(MAX_CLAIMED);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Returns whether no events wait; claimed ones count too. */
  public boolean isEmpty() {
    try (Connection connection = database.connection()) {
      return table(connection).waiting(1) == 0;
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Deletes events that were published. */
  public void delete(List<OperationalEvent> published) {
    try (Connection connection = database.connection()) {
      table(connection).delete(published);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Deletes at most 1,000 events that have waited for seven days, and then at most 1,000 events
   * over the maximum number, the oldest first. Counts the rest.
   */
  public Waiting drop() {
    try (Connection connection = database.connection()) {
      OperationalEventTable table = table(connection);
      int old = table.deleteTooOld(MAX_DROPPED);
      int left = table.waiting(maxWaiting + MAX_DROPPED);
      int excess = left > maxWaiting ? table.deleteOldest(left - maxWaiting) : 0;
      return new Waiting(left - excess, old + excess, Math.max(old, excess) == MAX_DROPPED);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  private OperationalEventTable table(Connection connection) {
    return new OperationalEventTable(connection, database.dialect());
  }
}
