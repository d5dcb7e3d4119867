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
 * Writes an operational event for each deactivated webhook, in the transaction of the deactivation.
 * Also counts exhausted deliveries, in the transaction that writes a node's sums ({@link
 * webhooks.domain.delivery.queue.FailureSums}).
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

  /** Adds to the counts of exhausted deliveries. */
  public void exhausted(@Observes DeliveriesExhausted exhausted) {
    try (Connection connection = database.connection()) {
      ExhaustedDeliveries.add(connection, database.dialect(), new TreeMap<>(exhausted.counts()));
    } catch (SQLException e) {
      throw new DatabaseFailure(e);
    }
  }
}
