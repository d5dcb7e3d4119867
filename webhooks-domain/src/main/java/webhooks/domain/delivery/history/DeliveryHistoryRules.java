package webhooks.domain.delivery.history;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import webhooks.domain.delivery.DeliveryRules;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.PageRules;

/** The rules for requests to the delivery history. All faults of a request are reported at once. */
final class DeliveryHistoryRules {
  /** The name of the list in continuation tokens. */
  static final String LIST = "deliveries";

  /** The statuses that a recovery may name. */
  private static final Set<DeliveryStatus> UNDELIVERED =
      EnumSet.complementOf(EnumSet.of(DeliveryStatus.SUCCEEDED));

  private DeliveryHistoryRules() {}

  /**
   * A valid request for a page.
   *
   * @param after the page begins after this cursor, with older deliveries
   * @param since the earliest time of creation; empty if there is no bound
   */
  record DeliveryListQuery(
      int top,
      Optional<Cursor> after,
      Set<DeliveryStatus> statuses,
      Optional<String> eventType,
      Optional<Instant> since) {}

  /** A valid request to recover deliveries. */
  record RecoveryQuery(
      Instant since,
      Optional<Instant> until,
      Set<DeliveryStatus> statuses,
      Optional<String> eventType) {}

  /**
   * Checks a request for a page.
   *
   * @throws webhooks.domain.error.Refusal with every fault
   */
  static DeliveryListQuery check(ListDeliveries request) {
    Faults faults = new Faults(request.faults());
    int top = PageRules.top(request.top(), faults);
    Optional<Cursor> from =
        PageRules.after(request.continuationToken(), faults, token -> Cursor.of(LIST, token));
    Set<DeliveryStatus> statuses =
        request
            .status()
            .map(text -> statuses(List.of(text), Set.of(DeliveryStatus.values()), faults))
            .orElse(Set.of(DeliveryStatus.values()));
    PageRules.checkEventType(request.eventType(), faults);
    Optional<Instant> since = PageRules.time("since", request.since(), faults);
    Optional<Instant> until = PageRules.time("until", request.until(), faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot list deliveries. Make sure the query parameters are valid.");
    return new DeliveryListQuery(
        top, Cursor.start(from, until), statuses, request.eventType(), since);
  }

  /**
   * Checks a request to recover deliveries.
   *
   * @throws webhooks.domain.error.Refusal with every fault
   */
  static RecoveryQuery check(RecoverDeliveries request) {
    Faults faults = new Faults(request.faults());
    Optional<Instant> since = Optional.empty();
    Optional<Instant> until = Optional.empty();
    Set<DeliveryStatus> statuses = DeliveryRules.RECOVERABLE;
    if (!faults.concernWholeBody()) {
      if (request.since().isEmpty()) {
        faults.missing("since");
      }
      since = PageRules.time("since", request.since(), faults);
      until = PageRules.time("until", request.until(), faults);
      statuses =
          request
              .status()
              .map(texts -> statuses(texts, UNDELIVERED, faults))
              .orElse(DeliveryRules.RECOVERABLE);
      if (statuses.isEmpty()) {
        faults.invalid("status", "'status' must name at least one status.");
      }
      PageRules.checkEventType(request.eventType(), faults);
    }
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot recover deliveries. Make sure the request body is valid.");
    return new RecoveryQuery(since.orElseThrow(), until, statuses, request.eventType());
  }

  /**
   * Checks the time window of statistics.
   *
   * @param faults the faults found while the request was read
   * @throws webhooks.domain.error.Refusal if there is no such window
   */
  static StatisticsWindow checkWindow(Optional<String> text, Faults faults) {
    StatisticsWindow window = StatisticsWindow.check(text, faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot read the statistics. Make sure the query parameters are valid.");
    return window;
  }

  private static Set<DeliveryStatus> statuses(
      List<String> texts, Set<DeliveryStatus> allowed, Faults faults) {
    Set<DeliveryStatus> statuses =
        texts.stream()
            .flatMap(text -> DeliveryStatus.of(text).stream())
            .filter(allowed::contains)
            .collect(Collectors.toSet());
    if (texts.stream()
        .anyMatch(text -> DeliveryStatus.of(text).filter(allowed::contains).isEmpty())) {
      faults.invalid(
          "status",
          "'status' must be "
              + allowed.stream()
                  .sorted()
                  .map(DeliveryStatus::text)
                  .collect(Collectors.joining(" or "))
              + ".");
      return allowed;
    }
    return statuses;
  }
}
