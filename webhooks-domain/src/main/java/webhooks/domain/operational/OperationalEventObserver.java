package webhooks.domain.operational;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.queue.DeliveriesExhausted;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;
import webhooks.domain.webhook.pause.PauseChanged;

/**
 * Writes an operational event for each deactivation and pause, in the transaction of the change.
 * Also counts exhausted deliveries, in the transaction that writes a node's sums ({@link
 * webhooks.domain.delivery.queue.FailureSums}).
 */
@ApplicationScoped
public class OperationalEventObserver {
  private static final String STAND_STILL =
      "update failing_webhook set " + PauseChanged.STANDS_STILL + " where webhook_id = ?";

  private Database database;

  /** Creates the bean, for the container. */
  protected OperationalEventObserver() {}

  /** Creates the observer. */
  @Inject
  public OperationalEventObserver(Database database) {
    this.database = database;
  }

  /**
   * Writes an event for each deactivated webhook. Writes none for deleted webhooks, because they
   * have no owner any more.
   */
  public void deactivated(@Observes WebhooksDeactivated deactivated) {
    if (deactivated.reason() == DeactivationReason.DELETED || deactivated.count() == 0) {
      return;
    }
    String reason = deactivated.reason().text();
    try (Connection connection = database.connection()) {
      new OperationalEventTable(connection, database.dialect())
          .insert(
              OperationalEventType.DEACTIVATED,
              deactivated.webhookIds().stream()
                  .map(id -> WebhookReport.deactivated(id, reason))
                  .toList());
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /**
   * Writes an event for a webhook that was paused or resumed. A failure streak that was reported is
   * still the same one after a pause, in which it stood still.
   */
  public void paused(@Observes PauseChanged change) {
    UUID id = change.webhookId();
    try (Connection connection = database.connection();
        PreparedStatement standStill = connection.prepareStatement(STAND_STILL)) {
      OperationalEventTable table = new OperationalEventTable(connection, database.dialect());
      if (change.until().isPresent()) {
        table.insert(
            OperationalEventType.PAUSED, List.of(WebhookReport.paused(id, change.until().get())));
      } else {
        Instant since = change.since().orElseThrow();
        standStill.setObject(1, since.atOffset(ZoneOffset.UTC));
        standStill.setObject(2, id);
        standStill.executeUpdate();
        table.insert(OperationalEventType.RESUMED, List.of(WebhookReport.resumed(id, since)));
      }
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }

  /** Adds to the counts of exhausted deliveries. */
  public void exhausted(@Observes DeliveriesExhausted exhausted) {
    try (Connection connection = database.connection()) {
      ExhaustedDeliveries.add(connection, database.dialect(), new TreeMap<>(exhausted.counts()));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
