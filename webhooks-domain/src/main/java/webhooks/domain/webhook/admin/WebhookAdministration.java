package webhooks.domain.webhook.admin;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.audit.AuditAction;
import webhooks.domain.audit.AuditEntry;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Fault;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;
import webhooks.domain.page.PageRules;
import webhooks.domain.webhook.PauseUpdates;
import webhooks.domain.webhook.WebhookAccess;
import webhooks.domain.webhook.WebhookRepository;
import webhooks.domain.webhook.Webhooks;
import webhooks.domain.webhook.pause.PauseView;
import webhooks.domain.webhook.pause.PauseWebhook;

/**
 * The use cases of administrators of the product: they read, deactivate, pause and delete webhooks
 * of all accounts.
 *
 * <p>Starts no transaction itself, so that a read after a change shows the committed state. A
 * change throws a {@link Refusal} with {@code ServiceUnavailable} if too many other changes wait.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class WebhookAdministration {
  private static final String LIST = "webhooks";

  @EJB private WebhookRepository repository;
  @EJB private Webhooks webhooks;
  @EJB private PauseUpdates pauses;
  @Inject private WebhookAccess access;
  private AdminWebhookRepository overview;

  /** Creates the bean, for the container. */
  public WebhookAdministration() {}

  /** Creates the use cases. */
  @Inject
  public WebhookAdministration(AdminWebhookRepository overview) {
    this.overview = overview;
  }

  /**
   * Returns a page of webhooks, newest first, without deleted ones.
   *
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  public Page<AdminWebhookView> list(Caller by, ListWebhooks request) {
    by.require(TokenScope.ADMIN);
    Faults faults = new Faults(request.faults());
    int top = PageRules.top(request.top(), faults);
    Optional<Cursor> after =
        PageRules.after(request.continuationToken(), faults, token -> Cursor.of(LIST, token));
    Optional<String> accountId = PageRules.accountId(request.accountId(), faults);
    Set<Boolean> active =
        PageRules.flag("active", request.active(), faults).map(Set::of).orElse(Set.of(true, false));
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot list webhooks. Make sure the query parameters are valid.");
    return Page.of(
        overview.newest(
            new AdminWebhookRepository.WebhookListQuery(top + 1, active, accountId, after)),
        top,
        last -> new Cursor(last.created(), last.id()).token(LIST));
  }

  /**
   * Returns a webhook.
   *
   * @param id from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}
   */
  public AdminWebhookView get(Caller by, String id) {
    by.require(TokenScope.ADMIN);
    return Ids.parse(id).flatMap(overview::find).orElseThrow(WebhookAccess::notFound);
  }

  /**
   * Deactivates a webhook. An inactive webhook stays unchanged.
   *
   * @param id from the path, not yet parsed
   * @param faults the faults of the request body
   * @throws Refusal {@code WebhookNotFound}, or {@code InvalidRequest} with all faults
   */
  public AdminWebhookView deactivate(Caller by, String id, List<Fault> faults) {
    by.require(TokenScope.ADMIN);
    AdminWebhookView found = get(by, id);
    new Faults(faults)
        .refuseIfAny(
            ErrorCode.INVALID_REQUEST,
            "Cannot deactivate the webhook. The request must have no body, or an empty object.");
    if (!found.active()) {
      return found;
    }
    repository.deactivateAsAdmin(by.actor(), found.id());
    return get(by, id);
  }

  /**
   * Pauses a webhook, or replaces the end of its pause.
   *
   * @param id from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}, or {@code InvalidRequest} with all faults
   */
  public PauseView pause(Caller by, String id, PauseWebhook request) {
    by.require(TokenScope.ADMIN);
    return pauses.pauseAsAdmin(by.actor(), get(by, id).id(), request);
  }

  /**
   * Ends the pause of a webhook, if it is paused.
   *
   * @param id from the path, not yet parsed
   * @param faults the faults of the request body
   * @throws Refusal {@code WebhookNotFound}, or {@code InvalidRequest} with all faults
   */
  public PauseView resume(Caller by, String id, List<Fault> faults) {
    by.require(TokenScope.ADMIN);
    return pauses.resumeAsAdmin(by.actor(), get(by, id).id(), faults);
  }

  /**
   * Deletes a webhook. Its URL and secret are erased at once.
   *
   * @param id from the path, not yet parsed
   * @throws Refusal {@code WebhookNotFound}
   */
  public void delete(Caller by, String id) {
    by.require(TokenScope.ADMIN);
    webhooks.deleteAsAdmin(by, get(by, id).id());
  }

  /**
   * Checks that deliveries of a webhook may be requeued.
   *
   * @param action the action for the audit entry
   * @return the audit entry, to be written with the requeue
   * @throws Refusal {@code WebhookNotFound}, {@code InvalidRequest} if it is inactive
   */
  public AuditEntry requireRequeueable(Caller by, String id, AuditAction action) {
    by.require(TokenScope.ADMIN);
    return access.requireRequeueableAsAdmin(by, get(by, id).id(), action);
  }
}
