package webhooks.domain.operation;

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
public class OperationOutbox {
  private static final int MAX = 100;

  private Database database;

  /** Creates the bean, for the container. */
  public OperationOutbox() {}

  /** Creates the outbox. */
  @Inject
  public OperationOutbox(Database database) {
    this.database = database;
  }

  /** Claims the oldest events for half a minute, so that no other node publishes them meanwhile. */
  public List<Operation> claim() {
    try (Connection connection = database.connection()) {
      return new OperationTable(connection).claim(MAX);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Deletes events that were published. */
  public void delete(List<Operation> published) {
    try (Connection connection = database.connection()) {
      new OperationTable(connection).delete(published);
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
