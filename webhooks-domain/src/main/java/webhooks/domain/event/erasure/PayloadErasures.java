package webhooks.domain.event.erasure;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.database.DatabaseFailure;
import webhooks.domain.delivery.queue.erase.PayloadErasure;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.AccountId;
import webhooks.domain.id.Ids;
import webhooks.domain.option.OptionSupport;
import webhooks.domain.webhook.WebhookAccess;

/**
 * Erases the payload of one event for its publisher or an administrator, and of one delivery for
 * the owner of its webhook. An erased payload never comes back.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PayloadErasures {
  @EJB private PayloadErasure erasure;
  @Inject private WebhookAccess webhooks;
  @Inject private OptionSupport support;

  /**
   * Erases an event for all webhooks, and cancels its pending deliveries.
   *
   * @param messageId from the path, not yet parsed
   * @param accountId the account of the event
   * @param faults the faults found while the request was read
   * @throws Refusal {@code InvalidRequest} with all faults; {@code EventNotFound}; {@code
   *     ServiceUnavailable} while a node of an earlier version runs
   */
  public void eraseEvent(
      Caller by, String messageId, Optional<String> accountId, List<Fault> faults) {
    by.require(TokenScope.ERASE);
    Faults found = new Faults(faults);
    Optional<AccountId> account = accountId.flatMap(AccountId::parse);
    if (accountId.isEmpty()) {
      found.missing("accountId");
    } else if (account.isEmpty()) {
      found.invalid("accountId", "'accountId' " + AccountId.RULE);
    }
    found.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot erase the event. Make sure the query parameters are valid.");
    UUID message = Ids.parse(messageId).orElseThrow(PayloadErasures::noEvent);
    Erasures.requireSupport(support);
    String owner = account.orElseThrow().text();
    AuditEntry entry = AuditEntry.of(by.actor(), AuditAction.EVENT_ERASED).onAccount(owner);
    if (!DatabaseFailure.retryOnConflict(() -> erasure.eraseEvents(message, owner, entry))) {
      throw noEvent();
    }
  }

  private static Refusal noEvent() {
    return new Refusal(ErrorCode.EVENT_NOT_FOUND, "Requested event is not available.");
  }

  /**
   * Erases the payload of a delivery for its webhook, and cancels the delivery if it is pending. It
   * needs ownership only, as each act that stops deliveries.
   *
   * @param webhookId from the path, not yet parsed
   * @param deliveryId from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}, {@code InsufficientPermissions}, {@code
   *     DeliveryNotFound}; {@code ServiceUnavailable} while a node of an earlier version runs
   */
  public void eraseDelivery(Caller by, String webhookId, String deliveryId) {
    UUID webhook = webhooks.ownedIdForChange(by, webhookId);
    UUID delivery = Ids.parse(deliveryId).orElseThrow(PayloadErasures::noDelivery);
    Erasures.requireSupport(support);
    AuditEntry entry =
        AuditEntry.of(by.actor(), AuditAction.DELIVERY_ERASED).onWebhook(webhook, by.account());
    if (!DatabaseFailure.retryOnConflict(() -> erasure.eraseDelivery(webhook, delivery, entry))) {
      throw noDelivery();
    }
  }

  private static Refusal noDelivery() {
    return new Refusal(ErrorCode.DELIVERY_NOT_FOUND, "Requested delivery is not available.");
  }
}
