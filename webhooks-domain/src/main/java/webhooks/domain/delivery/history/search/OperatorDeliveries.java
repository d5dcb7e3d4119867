package webhooks.domain.delivery.history.search;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.database.ListLimit;
import webhooks.domain.delivery.history.DeliveryDetail;
import webhooks.domain.delivery.history.DeliveryHistory;
import webhooks.domain.delivery.history.DeliveryHistoryRepository;
import webhooks.domain.delivery.history.payload.ShownPayloads;
import webhooks.domain.webhook.admin.AdminWebhookView;
import webhooks.domain.webhook.admin.WebhookAdministration;

/**
 * The use cases of operators who read the deliveries of any webhook. They can't change them here.
 *
 * <p>The data belong to the webhook's owner. So each read is audited before it is shown, and the
 * owner sees the entry. Starts no transaction itself: each read and each entry is a transaction.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OperatorDeliveries {
  @Inject private ListLimit limit;
  @Inject private ShownPayloads payloads;
  @EJB private DeliverySearch search;
  @EJB private WebhookAdministration webhooks;
  @EJB private DeliveryHistoryRepository deliveries;
  @EJB private AuditTrail audit;

  /** Creates the bean, for the container. */
  public OperatorDeliveries() {}

  /**
   * Returns a page of a webhook's deliveries, newest first.
   *
   * @param webhookId from the path, not yet parsed
   * @throws webhooks.domain.access.InsufficientScope if the caller's token lacks the scope
   * @throws webhooks.domain.error.Refusal {@code InsufficientPermissions}, {@code WebhookNotFound},
   *     {@code InvalidRequest} with all faults, or {@code ServiceUnavailable} if too many lists are
   *     being read
   */
  public DeliveryPage list(Caller by, String webhookId, ListDeliveries request) {
    AdminWebhookView webhook = webhooks.get(by, webhookId);
    audit.add(entry(by, webhook));
    return search.ofAnyWebhook(by, webhook.id(), request);
  }

  /**
   * Returns a delivery with its body and its attempts, as its owner reads it.
   *
   * @param webhookId from the path, not yet parsed
   * @param deliveryId from the path, not yet parsed
   * @throws webhooks.domain.access.InsufficientScope if the caller's token lacks the scope
   * @throws webhooks.domain.error.Refusal {@code InsufficientPermissions}, {@code WebhookNotFound},
   *     {@code DeliveryNotFound}, or {@code ServiceUnavailable} if too many lists are being read
   */
  public DeliveryDetail get(Caller by, String webhookId, String deliveryId) {
    AdminWebhookView webhook = webhooks.get(by, webhookId);
    DeliveryDetail found =
        limit.read(
            by.limitKey(),
            () -> DeliveryHistory.find(deliveries, payloads, webhook.id(), deliveryId));
    audit.add(entry(by, webhook).withDetail("delivery=" + found.delivery().id()));
    return found;
  }

  private static AuditEntry entry(Caller by, AdminWebhookView webhook) {
    return AuditEntry.of(by.actor(), AuditAction.DELIVERIES_READ)
        .onWebhook(webhook.id(), webhook.accountId());
  }
}
