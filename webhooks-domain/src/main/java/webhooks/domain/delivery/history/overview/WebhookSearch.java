package webhooks.domain.delivery.history.overview;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.delivery.history.overview.FindRules.WebhookQuery;
import webhooks.domain.delivery.queue.FailureSums;
import webhooks.domain.error.Faults;
import webhooks.domain.page.Page;
import webhooks.domain.settings.Settings;
import webhooks.domain.webhook.WebhookView;
import webhooks.domain.webhook.admin.AdminWebhookRepository;
import webhooks.domain.webhook.admin.AdminWebhookView;
import webhooks.domain.webhook.list.VisibleWebhooks;
import webhooks.domain.webhook.list.WebhookLists;

/**
 * The use cases that find webhooks: owners and administrators among theirs, operators among all.
 *
 * <p>Starts no transaction itself, because a search reads in many steps.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class WebhookSearch {
  @Inject private WebhookScan scan;
  @Inject private WebhookLists lists;
  @Inject private AdminWebhookRepository all;
  @Inject private FailureSums failures;
  @Inject private Settings settings;

  /** Creates the bean, for the container. */
  public WebhookSearch() {}

  /**
   * Returns a page of the webhooks that the caller may list.
   *
   * @throws webhooks.domain.error.Refusal {@code InvalidRequest} with all faults, {@code
   *     ServiceUnavailable} if too many lists are being read
   */
  public FoundWebhooks<WebhookView> find(Caller caller, FindWebhooks request) {
    WebhookQuery query = FindRules.check(request, new Faults(request.faults()));
    FoundWebhooks<ListedWebhook> found = listed(caller, query);
    return shown(found, lists.find(caller, ids(found)), WebhookView::id);
  }

  /** Returns a page of the webhooks that the caller may list, as the scan read them. */
  public FoundWebhooks<ListedWebhook> listed(Caller caller, WebhookQuery query) {
    // So the failure streaks have the failures that this node has just recorded.
    failures.write();
    return VisibleWebhooks.of(caller, settings.remoteAccessControl().isEmpty())
        .map(visible -> scan.find(SearchScope.of(caller, visible), query))
        .orElseGet(() -> new FoundWebhooks<>(new Page<>(List.of(), Optional.empty()), true));
  }

  /**
   * Returns a page of the webhooks of all accounts, for an operator.
   *
   * @throws webhooks.domain.access.InsufficientScope if the caller's token lacks the scope
   * @throws webhooks.domain.error.Refusal {@code InsufficientPermissions}, {@code InvalidRequest}
   *     with all faults, {@code ServiceUnavailable} if too many lists are being read
   */
  public FoundWebhooks<AdminWebhookView> findAsAdmin(Caller by, FindWebhooks request) {
    by.require(TokenScope.ADMIN);
    WebhookQuery query = FindRules.check(request, new Faults(request.faults()));
    failures.write();
    FoundWebhooks<ListedWebhook> found = scan.find(SearchScope.ofOperator(by), query);
    return shown(found, all.find(ids(found)), AdminWebhookView::id);
  }

  private static List<UUID> ids(FoundWebhooks<ListedWebhook> found) {
    return found.page().items().stream().map(ListedWebhook::id).toList();
  }

  /** Keeps the order of the page. A webhook that was deleted meanwhile is left out. */
  private static <T> FoundWebhooks<T> shown(
      FoundWebhooks<ListedWebhook> found, List<T> views, Function<T, UUID> id) {
    Map<UUID, T> byId = views.stream().collect(Collectors.toMap(id, Function.identity()));
    List<T> items = ids(found).stream().map(byId::get).filter(Objects::nonNull).toList();
    return new FoundWebhooks<>(new Page<>(items, found.page().continuation()), found.complete());
  }
}
