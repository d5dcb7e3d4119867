package webhooks.domain.webhook;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import webhooks.domain.access.Caller;
import webhooks.domain.audit.Act;
import webhooks.domain.audit.Action;
import webhooks.domain.audit.AuditTrail;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Page;
import webhooks.domain.page.PageRules;
import webhooks.domain.page.Position;

/**
 * The webhooks of all accounts, as an administrator of the product sees and stops them.
 *
 * <p>Without a transaction of its own, so that what is shown after a change is what was committed.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AllWebhooks {
  private static final String LIST = "webhooks";

  @EJB private StoredWebhooks stored;
  @EJB private AuditTrail audit;
  private WebhookOverview overview;

  /** Creates the bean; for the container. */
  public AllWebhooks() {}

  /** Creates the use case. */
  @Inject
  public AllWebhooks(WebhookOverview overview) {
    this.overview = overview;
  }

  /**
   * Returns a page of webhooks, newest first; deleted ones are not there.
   *
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  public Page<AdminView> list(ListWebhooks request) {
    Faults faults = request.faults();
    int top = PageRules.top(request.top(), faults);
    Optional<Position> after =
        PageRules.after(request.continuationToken(), faults, token -> Position.of(LIST, token));
    Optional<String> accountId = PageRules.accountId(request.accountId(), faults);
    Set<Boolean> active = active(request.active(), faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot list webhooks. Make sure the query parameters are valid.");
    return Page.of(
        overview.newest(new WebhookOverview.Query(top + 1, active, accountId, after)),
        top,
        last -> new Position(last.created(), last.id()).token(LIST));
  }

  private static Set<Boolean> active(Optional<String> given, Faults faults) {
    Set<Boolean> both = Set.of(true, false);
    if (given.isEmpty()) {
      return both;
    }
    return switch (given.get()) {
      case "true" -> Set.of(true);
      case "false" -> Set.of(false);
      default -> {
        faults.invalid("active", "'active' must be true or false.");
        yield both;
      }
    };
  }

  /**
   * Returns a webhook.
   *
   * @param id as it came in the path
   * @throws Refusal {@code WebhookNotFound}
   */
  public AdminView get(String id) {
    return Ids.parse(id).flatMap(overview::find).orElseThrow(Webhooks::notFound);
  }

  /**
   * Deactivates a webhook; one that is inactive stays as it is.
   *
   * @param id as it came in the path
   * @param faults what is wrong with the request's body
   * @throws Refusal {@code WebhookNotFound}, or {@code InvalidRequest} with all faults
   */
  public AdminView deactivate(Caller by, String id, Faults faults) {
    AdminView found = get(id);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot deactivate the webhook. The request must have no body, or an empty object.");
    if (!found.active()) {
      return found;
    }
    stored.change(found.id(), webhook -> deactivate(by, webhook));
    return get(id);
  }

  private boolean deactivate(Caller by, Webhook webhook) {
    if (!webhook.isActive()) {
      return false;
    }
    webhook.deactivate(Deactivated.BY_ADMINISTRATOR);
    audit.add(WebhookActs.deactivation(by.actor(), webhook, Deactivated.BY_ADMINISTRATOR));
    return true;
  }

  /**
   * Checks that deliveries of a webhook may be sent again.
   *
   * @param action what is to be done
   * @return the act, to be written when it is done
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} if it is inactive
   */
  public Act requireActive(Caller by, String id, Action action) {
    UUID known = get(id).id();
    Webhook webhook = stored.find(known).orElseThrow(Webhooks::notFound);
    Webhooks.requireActive(webhook);
    return WebhookActs.of(by.actor(), action, webhook);
  }
}
