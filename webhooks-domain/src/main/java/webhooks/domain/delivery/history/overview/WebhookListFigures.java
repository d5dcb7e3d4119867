package webhooks.domain.delivery.history.overview;

import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import webhooks.domain.access.Caller;
import webhooks.domain.delivery.history.StatisticsLimit;
import webhooks.domain.delivery.history.StatisticsWindow;
import webhooks.domain.delivery.history.chart.WebhookFigures;
import webhooks.domain.delivery.history.chart.WebhookFiguresRepository;
import webhooks.domain.delivery.history.overview.FindRules.WebhookQuery;
import webhooks.domain.error.Faults;
import webhooks.domain.page.Page;
import webhooks.domain.secret.SecretCipher;
import webhooks.domain.webhook.WebhookView;
import webhooks.domain.webhook.list.WebhookLists;

/**
 * The use case that reads a page of webhooks with their figures, in one request.
 *
 * <p>Starts no transaction itself, because a search reads in many steps.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class WebhookListFigures {
  @EJB private WebhookSearch search;
  @EJB private ListedWebhookRepository webhooks;
  @EJB private WebhookFiguresRepository figures;
  @Inject private WebhookLists lists;
  @Inject private SecretCipher cipher;
  @Inject private StatisticsLimit limit;

  /** Creates the bean, for the container. */
  public WebhookListFigures() {}

  /**
   * The figures of a page of webhooks.
   *
   * @param window counts and latency include the deliveries created in this window
   */
  public record FiguresOfPage(StatisticsWindow window, FoundWebhooks<ListedFigures> found) {}

  /**
   * Returns a page of the webhooks that the caller may list, with their figures.
   *
   * @param window the text {@code PT1H}, the default, or {@code P1D}
   * @throws webhooks.domain.error.Refusal {@code InvalidRequest} with all faults, or {@code
   *     ServiceUnavailable} if too many lists or statistics are being read, or take too long
   */
  public FiguresOfPage read(Caller caller, Optional<String> window, FindWebhooks request) {
    Faults faults = new Faults(request.faults());
    StatisticsWindow checked = StatisticsWindow.check(window, faults);
    WebhookQuery query = FindRules.check(request, faults);
    FoundWebhooks<ListedWebhook> found = search.listed(caller, query);
    return new FiguresOfPage(checked, withFigures(caller, checked, found));
  }

  private FoundWebhooks<ListedFigures> withFigures(
      Caller caller, StatisticsWindow window, FoundWebhooks<ListedWebhook> found) {
    List<ListedWebhook> items = found.page().items();
    List<UUID> owned =
        items.stream()
            .filter(webhook -> webhook.owner().includes(caller))
            .map(ListedWebhook::id)
            .toList();
    Map<UUID, WebhookView> views =
        lists.find(caller, items.stream().map(ListedWebhook::id).toList()).stream()
            .collect(Collectors.toMap(WebhookView::id, Function.identity()));
    Map<UUID, String> descriptions = webhooks.descriptions(owned, cipher);
    Map<UUID, WebhookFigures> read =
        owned.isEmpty() ? Map.of() : limit.read(caller, () -> figures.of(owned, window));
    List<ListedFigures> shown =
        items.stream()
            // Leaves out webhooks that were deleted meanwhile.
            .filter(webhook -> views.containsKey(webhook.id()))
            .map(
                webhook ->
                    new ListedFigures(
                        views.get(webhook.id()),
                        webhook.health(),
                        webhook.facts().deactivationReason(),
                        Optional.ofNullable(descriptions.get(webhook.id())),
                        Optional.ofNullable(read.get(webhook.id()))))
            .toList();
    return new FoundWebhooks<>(new Page<>(shown, found.page().continuation()), found.complete());
  }
}
