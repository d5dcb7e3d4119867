package webhooks.domain.delivery.queue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.webhook.deactivation.FailuresReset;
import webhooks.domain.webhook.pause.PauseChanged;

/**
 * Changes the failure streak and the receiver's pause of a webhook in the transaction of a change:
 * ends both if the webhook is activated, deleted or gets another URL.
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

  private static final String STAND_STILL =
      "update failure_streak set " + PauseChanged.STANDS_STILL + " where webhook_id = ?";

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

  /**
   * After the owner's pause, lets the failure streak continue as if the pause had taken no time,
   * and lets each node look for the backlog.
   */
  public void resumed(@Observes PauseChanged change) {
    if (change.since().isEmpty()) {
      return;
    }
    try (Connection connection = database.connection();
        PreparedStatement standStill = connection.prepareStatement(STAND_STILL)) {
      standStill.setObject(1, change.since().get().atOffset(ZoneOffset.UTC));
      standStill.setObject(2, change.webhookId());
      standStill.executeUpdate();
      WebhookPauses.endNow(connection, change.webhookId(), database.dialect());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
