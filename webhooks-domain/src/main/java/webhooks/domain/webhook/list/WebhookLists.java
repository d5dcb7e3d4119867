package webhooks.domain.webhook.list;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import webhooks.domain.access.Caller;
import webhooks.domain.database.ListLimit;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.BatchedIterator;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;
import webhooks.domain.page.PageRules;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.WebhookView;

/**
 * The use cases that list webhooks, newest first: the webhooks that a service application created,
 * or all webhooks of an administrator's account and, with the local directory, of its iTwins.
 *
 * <p>Needs no transaction, because one statement reads each page. Safe for several threads.
 */
@ApplicationScoped
public class WebhookLists {
  private static final String LIST = "own-webhooks";

  /** Few, because the webhooks of a step stay in memory while a slow caller reads them. */
  private static final int STEP = 100;

  @EJB private WebhookListRepository webhooks;
  @Inject private SecretCipher cipher;
  @Inject private ListLimit limit;

  /** Creates the bean, for the container. */
  protected WebhookLists() {}

  /** Creates the use cases without a container, for tests. */
  public WebhookLists(WebhookListRepository webhooks, SecretCipher cipher, ListLimit limit) {
    this.webhooks = webhooks;
    this.cipher = cipher;
    this.limit = limit;
  }

  /**
   * Returns a page.
   *
   * @throws Refusal {@code InvalidRequest} with all faults, {@code ServiceUnavailable} if too many
   *     lists are being read
   */
  public Page<WebhookView> page(Caller caller, ListOwnWebhooks request) {
    Faults faults = new Faults(request.faults());
    int top = PageRules.top(request.top(), faults);
    Optional<Cursor> after =
        PageRules.after(request.continuationToken(), faults, token -> Cursor.of(LIST, token));
    Optional<Boolean> active = checkActive(request, faults);
    List<WebhookView> found =
        limit.read(caller.limitKey(), () -> views(caller, active, after, top + 1));
    return Page.of(found, top, last -> cursor(last).token(LIST));
  }

  /**
   * Returns the whole list, which is read while the iterator advances, so that few webhooks are in
   * memory at once. The iterator throws {@code ServiceUnavailable} before the first webhook if too
   * many lists are being read, and {@code DatabaseFailure} later if a step waits too long.
   *
   * @throws Refusal {@code InvalidRequest} with all faults
   */
  public Iterator<WebhookView> all(Caller caller, ListOwnWebhooks request) {
    Optional<Boolean> active = checkActive(request, new Faults(request.faults()));
    return new BatchedIterator<>(
        STEP, last -> step(caller, active, last.map(WebhookLists::cursor)));
  }

  /** Returns webhooks as the caller may read them, in any order, for ids that a search found. */
  public List<WebhookView> find(Caller caller, List<UUID> ids) {
    return limit.read(
        caller.limitKey(),
        () -> webhooks.find(ids).stream().map(webhook -> webhook.decrypt(caller, cipher)).toList());
  }

  private List<WebhookView> step(Caller caller, Optional<Boolean> active, Optional<Cursor> after) {
    Supplier<List<WebhookView>> step = () -> views(caller, active, after, STEP);
    return after.isEmpty()
        ? limit.read(caller.limitKey(), step)
        : limit.readOn(caller.limitKey(), step);
  }

  private static Cursor cursor(WebhookView webhook) {
    return new Cursor(webhook.created(), webhook.id());
  }

  private static Optional<Boolean> checkActive(ListOwnWebhooks request, Faults faults) {
    Optional<Boolean> active = PageRules.flag("active", request.active(), faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot list webhooks. Make sure the query parameters are valid.");
    return active;
  }

  private List<WebhookView> views(
      Caller caller, Optional<Boolean> active, Optional<Cursor> after, int max) {
    return webhooks.page(caller, active, after, max).stream()
        .map(webhook -> webhook.decrypt(caller, cipher))
        .toList();
  }
}
