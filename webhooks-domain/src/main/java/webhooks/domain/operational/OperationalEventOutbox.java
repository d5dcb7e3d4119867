package webhooks.domain.operational;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;

/**
 * The operational events that are still to be published to the operators' topic. Each call is a
 * transaction, and none is open while events are published.
 */
@Stateless
public class OperationalEventOutbox {
  private static final int MAX_CLAIMED = 100;

  /** The broker may take no events for long, and their rows must not pile up. */
  private static final int MAX_WAITING = 100_000;

  private static final int MAX_DROPPED = 1000;

  private Database database;
  private int maxWaiting;

  /**
   * The events that wait for the broker.
   *
   * @param count how many wait, or slightly more than the maximum if there are more
   * @param dropped how many were deleted because they had waited too long, or too many waited
   * @param areMoreToDrop whether there may be more to delete
   */
  public record Waiting(int count, int dropped, boolean areMoreToDrop) {}

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

  /** Returns whether no events wait, claimed or not. */
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
   * Counts the events that wait, and deletes some that have waited for seven days or exceed the
   * maximum number, the oldest first.
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
