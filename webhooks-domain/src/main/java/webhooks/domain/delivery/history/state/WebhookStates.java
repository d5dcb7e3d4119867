package webhooks.domain.delivery.history.state;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.StatisticsLimit;
import webhooks.domain.delivery.history.chart.DeliveryCount;
import webhooks.domain.delivery.queue.FailureSums;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;

/** Shows operators why webhooks fail. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class WebhookStates {
  @Inject private StatisticsLimit limit;
  @Inject private FailureSums failures;
  @EJB private WebhookStateRepository repository;

  /** Creates the bean, for the container. */
  public WebhookStates() {}

  /** Creates the use case without a container, for tests. */
  WebhookStates(StatisticsLimit limit, FailureSums failures, WebhookStateRepository repository) {
    this.failures = failures;
    this.limit = limit;
    this.repository = repository;
  }

  /**
   * Returns the states of these webhooks. Pending deliveries are left uncounted if that would take
   * too long, because operators need the rest most when the database is slow.
   *
   * @param webhookIds at most a page of webhooks
   * @throws webhooks.domain.access.InsufficientScope if the caller's token lacks the scope
   * @throws Refusal {@code InsufficientPermissions}
   */
  public Map<UUID, WebhookState> of(Caller by, List<UUID> webhookIds) {
    by.require(TokenScope.ADMIN);
    failures.write();
    Map<UUID, WebhookState> states = new HashMap<>(repository.uncounted(webhookIds));
    counted(by, webhookIds)
        .forEach((id, count) -> states.computeIfPresent(id, (same, one) -> one.withPending(count)));
    return states;
  }

  private Map<UUID, DeliveryCount> counted(Caller by, List<UUID> webhookIds) {
    try {
      return limit.read(by, () -> repository.pending(webhookIds));
    } catch (Refusal e) {
      if (e.code() != ErrorCode.SERVICE_UNAVAILABLE) {
        throw e;
      }
      return Map.of();
    }
  }
}
