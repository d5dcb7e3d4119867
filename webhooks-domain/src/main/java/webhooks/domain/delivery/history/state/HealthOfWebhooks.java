package webhooks.domain.delivery.history.state;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.delivery.queue.FailureSums;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.webhook.ExplainedWebhooks;
import webhooks.domain.webhook.revision.ExplainedWebhook;

/** Shows owners and administrators of the product whether a webhook works. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class HealthOfWebhooks {
  @Inject private ExplainedWebhooks webhooks;
  @Inject private FailureSums failures;
  @EJB private WebhookStateRepository repository;

  /** Creates the bean, for the container. */
  public HealthOfWebhooks() {}

  /** Creates the use case without a container, for tests. */
  HealthOfWebhooks(
      ExplainedWebhooks webhooks, FailureSums failures, WebhookStateRepository repository) {
    this.webhooks = webhooks;
    this.failures = failures;
    this.repository = repository;
  }

  /**
   * Returns the health of a webhook of the caller.
   *
   * @param webhookId from the path, not yet parsed
   * @param faults the faults found while the request was read
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     InvalidRequest} with all faults
   */
  public WebhookHealth of(Caller caller, String webhookId, List<Fault> faults) {
    return of(webhooks.findForHealth(caller, webhookId), faults);
  }

  /**
   * Returns the health of any webhook, for an administrator of the product.
   *
   * @param webhookId from the path, not yet parsed
   * @param faults the faults found while the request was read
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} with all faults
   */
  public WebhookHealth asAdmin(Caller by, String webhookId, List<Fault> faults) {
    return of(webhooks.findAsAdmin(by, webhookId), faults);
  }

  private WebhookHealth of(ExplainedWebhook webhook, List<Fault> faults) {
    new Faults(faults)
        .refuseIfAny(
            ErrorCode.INVALID_REQUEST,
            "Cannot read the health. Make sure the query parameters are valid.");
    // So the failure streak has the failures that this node has just recorded.
    failures.write();
    UUID id = webhook.id();
    return WebhookHealth.of(
        webhook,
        webhooks.activitySince(webhook),
        repository.holds(id, webhook.owner().accountId()),
        repository.uncounted(List.of(id)).getOrDefault(id, WebhookState.NONE));
  }
}
