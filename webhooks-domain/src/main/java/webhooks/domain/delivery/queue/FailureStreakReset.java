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
   * Two statements that the driver sends at once. The purge locks rows of both tables in the same
   * order, so the two don't deadlock.
   */
  private static final String RESET =
      "delete from failure_streak where webhook_id = ?;"
          + " update webhook_pause set ends = current_timestamp"
          + " where webhook_id = ? and ends > current_timestamp";

  private Database database;

  /** Creates the bean, for the container. */
  protected FailureStreakReset() {}

  /** Creates the observer. */
  @Inject
  public FailureStreakReset(Database database) {
    this.database = database;
  }

  /** Deletes the streak, and ends the pause. */
  public void reset(@Observes FailuresReset webhook) {
    try (Connection connection = database.connection();
        PreparedStatement reset = connection.prepareStatement(RESET)) {
      reset.setObject(1, webhook.webhookId());
      reset.setObject(2, webhook.webhookId());
      reset.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
