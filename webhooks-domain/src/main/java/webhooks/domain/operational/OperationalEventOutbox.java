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
  private static final int MAX = 100;

  private Database database;

  /** Creates the bean, for the container. */
  public OperationalEventOutbox() {}

  /** Creates the outbox. */
  @Inject
  public OperationalEventOutbox(Database database) {
    this.database = database;
  }

  /** Claims the oldest events for half a minute, so that no other node publishes them meanwhile. */
  public List<OperationalEvent> claim() {
    try (Connection connection = database.connection()) {
      return new OperationalEventTable(connection).claim(MAX);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Deletes events that were published. */
  public void delete(List<OperationalEvent> published) {
    try (Connection connection = database.connection()) {
      new OperationalEventTable(connection).delete(published);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
