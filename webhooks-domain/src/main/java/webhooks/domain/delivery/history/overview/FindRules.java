package webhooks.domain.delivery.history.overview;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import webhooks.domain.delivery.history.state.HealthStatus;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.id.Ids;
import webhooks.domain.page.PageRules;

/** The rules for requests to find webhooks. All faults of a request are reported at once. */
final class FindRules {
  private static final int MAX_SEARCH_LENGTH = 255;

  /** As many as a page has. */
  private static final int MAX_IDS = 100;

  private FindRules() {}

  /**
   * A valid request.
   *
   * @param after the page begins after this position
   */
  record WebhookQuery(int top, WebhookSort sort, WebhookFilter filter, Optional<SortKey> after) {}

  /**
   * Checks a request.
   *
   * @param faults the faults of the request, and of parameters that were checked before
   * @throws webhooks.domain.error.Refusal with every fault
   */
  static WebhookQuery check(FindWebhooks request, Faults faults) {
    int top = PageRules.top(request.top(), faults);
    WebhookSort sort = sort(request.sort(), faults);
    Optional<SortKey> after =
        PageRules.after(request.continuationToken(), faults, token -> SortKey.of(sort, token));
    Optional<String> accountId = PageRules.accountId(request.accountId(), faults);
    Optional<Boolean> active = PageRules.flag("active", request.active(), faults);
    List<UUID> ids = ids(request.ids(), faults);
    List<String> words = words(request.search(), faults);
    Optional<HealthStatus> state = state(request.state(), faults);
    PageRules.checkEventType(request.eventType(), faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot list webhooks. Make sure the query parameters are valid.");
    return new WebhookQuery(
        top,
        sort,
        new WebhookFilter(accountId, active, ids, words, state, request.eventType()),
        after);
  }

  private static WebhookSort sort(Optional<String> text, Faults faults) {
    Optional<WebhookSort> sort = text.flatMap(WebhookSort::of);
    if (text.isPresent() && sort.isEmpty()) {
      faults.invalid("sort", "'sort' must be one of: " + WebhookSort.NAMES + ".");
    }
    return sort.orElse(WebhookSort.NEWEST);
  }

  private static List<UUID> ids(Optional<String> text, Faults faults) {
    List<Optional<UUID>> ids =
        text.stream().flatMap(list -> Stream.of(list.split(",", -1))).map(Ids::parse).toList();
    if (ids.size() > MAX_IDS || ids.contains(Optional.<UUID>empty())) {
      faults.invalid("ids", "'ids' must be 1 to " + MAX_IDS + " UUIDs, separated by commas.");
      return List.of();
    }
    return ids.stream().flatMap(Optional::stream).toList();
  }

  private static List<String> words(Optional<String> search, Faults faults) {
    if (search.filter(text -> !Ids.isOpaque(text, MAX_SEARCH_LENGTH)).isPresent()) {
      faults.invalid("search", "'search' " + Ids.opaqueRule(MAX_SEARCH_LENGTH));
      return List.of();
    }
    return search.stream()
        .flatMap(text -> Stream.of(text.toLowerCase(Locale.ROOT).split("\\s+")))
        .filter(word -> !word.isEmpty())
        .distinct()
        .toList();
  }

  private static Optional<HealthStatus> state(Optional<String> text, Faults faults) {
    Optional<HealthStatus> state =
        text.flatMap(
            name ->
                Stream.of(HealthStatus.values())
                    .filter(status -> status.state().equals(name))
                    .findFirst());
    if (text.isPresent() && state.isEmpty()) {
      faults.invalid(
          "state",
          "'state' must be one of: "
              + Stream.of(HealthStatus.values())
                  .map(HealthStatus::state)
                  .collect(Collectors.joining(", "))
              + ".");
    }
    return state;
  }
}
