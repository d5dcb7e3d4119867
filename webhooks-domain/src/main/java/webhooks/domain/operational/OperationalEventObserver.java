package webhooks.domain.operational;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.TreeMap;
import webhooks.domain.database.Database;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.queue.DeliveriesExhausted;
import webhooks.domain.webhook.deactivation.DeactivationReason;
import webhooks.domain.webhook.deactivation.WebhooksDeactivated;

/**
 * Writes the operational events of deactivations in the transaction of the change, and counts
 * exhausted deliveries in the transaction that writes the sums of a node.
 */
@ApplicationScoped
public class OperationalEventObserver {
  private Database database;

  /** Creates the bean, for the container. */
  protected OperationalEventObserver() {}

  /** Creates the observer. */
  @Inject
  public OperationalEventObserver(Database database) {
    this.database = database;
  }

  /** Writes an event for each deactivated webhook. A deleted one has no owner any more. */
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

  /** Counts the deliveries that have no attempts left. */
  public void exhausted(@Observes DeliveriesExhausted exhausted) {
    try (Connection connection = database.connection()) {
      ExhaustedDeliveries.add(connection, database.dialect(), new TreeMap<>(exhausted.counts()));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
