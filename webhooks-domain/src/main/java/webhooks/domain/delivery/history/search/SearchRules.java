package webhooks.domain.delivery.history.search;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.filter.LatestAttempt;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Faults;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.PageRules;

/** The rules for requests for deliveries. All faults of a request are reported at once. */
final class SearchRules {
  /** How far back a search for a text goes. */
  static final Duration MAX_TEXT_PERIOD = Duration.ofHours(24);

  private static final int MIN_TEXT = 3;
  private static final int MAX_TEXT = 200;
  private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");

  private SearchRules() {}

  /**
   * Checks a request for a page.
   *
   * @throws webhooks.domain.error.Refusal with every fault
   */
  static SearchQuery check(ListDeliveries request, Instant now) {
    Faults faults = new Faults(request.faults());
    int top = PageRules.top(request.top(), faults);
    Optional<SearchPosition> position =
        PageRules.after(request.continuationToken(), faults, SearchPosition::of);
    DeliveryFilter filter = filter(request, faults);
    Optional<Instant> since = PageRules.time("since", request.since(), faults);
    Optional<Instant> until = PageRules.time("until", request.until(), faults);
    faults.refuseIfAny(
        ErrorCode.INVALID_REQUEST,
        "Cannot list deliveries. Make sure the query parameters are valid.");
    Optional<Instant> earliest =
        filter.text().map(text -> until.orElse(now).minus(MAX_TEXT_PERIOD));
    Instant begin =
        since
            .filter(asked -> earliest.isEmpty() || asked.isAfter(earliest.get()))
            .or(() -> earliest)
            .orElse(Instant.EPOCH);
    return new SearchQuery(top, start(position, begin, until), filter, since);
  }

  private static SearchPosition start(
      Optional<SearchPosition> position, Instant since, Optional<Instant> until) {
    Optional<Cursor> before = Cursor.start(position.map(SearchPosition::before), until);
    // The period of a text ends where its first page began.
    return position
        .map(
            reached ->
                new SearchPosition(
                    before.orElseThrow(),
                    reached.since().isAfter(since) ? reached.since() : since,
                    reached.rows(),
                    reached.window()))
        .orElseGet(() -> SearchPosition.start(before.orElseGet(Cursor::last), since));
  }

  private static DeliveryFilter filter(ListDeliveries request, Faults faults) {
    ListDeliveries.Conditions given = request.conditions();
    Optional<DeliveryStatus> status = request.status().flatMap(DeliveryStatus::of);
    if (request.status().isPresent() && status.isEmpty()) {
      faults.invalid("status", "'status' must be pending or succeeded or exhausted or cancelled.");
    }
    PageRules.checkEventType(given.eventType(), faults);
    Optional<UUID> messageId = given.messageId().flatMap(Ids::parse);
    if (given.messageId().isPresent() && messageId.isEmpty()) {
      faults.invalid("messageId", "'messageId' must be a UUID.");
    }
    if (given.traceId().filter(id -> !TRACE_ID.matcher(id).matches()).isPresent()) {
      faults.invalid(
          "traceId", "'traceId' must be 32 lower-case hexadecimal digits, not all zero.");
    }
    if (given.text().filter(text -> !isSearchable(text)).isPresent()) {
      faults.invalid("text", "'text' " + Ids.opaqueRule(MIN_TEXT, MAX_TEXT));
    }
    return new DeliveryFilter(
        status.map(Set::of).orElse(Set.of(DeliveryStatus.values())),
        given.eventType(),
        messageId,
        given.traceId(),
        LatestAttempt.check(given.error(), given.statusCode(), faults),
        given.text());
  }

  private static boolean isSearchable(String text) {
    return text.length() >= MIN_TEXT && Ids.isOpaque(text, MAX_TEXT);
  }
}
