package webhooks.domain.webhook.list;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.AuditEntryView;
import webhooks.domain.audit.AuditReader;
import webhooks.domain.audit.ListAuditEntries;
import webhooks.domain.database.ListLimit;
import webhooks.domain.page.Page;
import webhooks.domain.webhook.WebhookAccess;

/**
 * Lists the audited acts on a webhook for its owner.
 *
 * <p>Starts no transaction itself, because a permission check may call another service.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class WebhookActs {
  @Inject private WebhookAccess webhooks;
  @Inject private ListLimit limit;
  @EJB private AuditReader audit;

  /**
   * Returns a page of the audited acts on a webhook, newest first.
   *
   * @param webhookId from the path, not yet parsed
   * @throws webhooks.domain.error.Refusal {@code WebhookNotFound}, {@code InsufficientPermissions},
   *     {@code InvalidRequest} with all faults, or {@code ServiceUnavailable} if too many lists are
   *     being read
   */
  public Page<AuditEntryView> list(Caller caller, String webhookId, ListAuditEntries request) {
    UUID webhook = webhooks.ownedId(caller, webhookId);
    return limit.read(caller.limitKey(), () -> audit.ofWebhook(webhook, request));
  }
}
