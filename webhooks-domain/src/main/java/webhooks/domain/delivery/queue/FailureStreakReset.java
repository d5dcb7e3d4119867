package webhooks.domain.delivery.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.webhook.deactivation.FailuresReset;

/**
 * Ends the failure streak and the pause of a webhook that is activated, deleted or gets another
 * URL, in the transaction of the change.
 */
@ApplicationScoped
public class FailureStreakReset {
  /**
   * Two statements that the driver sends at once, in the order in which outcomes lock the rows, so
   * that the two don't deadlock.
   */
  private static final String DELETE =
      "delete from failure_streak where webhook_id = ?; delete from webhook_pause where webhook_id = ?";

  private Database database;

  /** Creates the bean, for the container. */
  protected FailureStreakReset() {}

  /** Creates the observer. */
  @Inject
  public FailureStreakReset(Database database) {
    this.database = database;
  }

  /** Deletes the rows. */
  public void reset(@Observes FailuresReset webhook) {
    try (Connection connection = database.connection();
        PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setObject(1, webhook.webhookId());
      delete.setObject(2, webhook.webhookId());
      delete.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
