package webhooks.domain.delivery.history.search;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import webhooks.domain.delivery.history.search.DeliveryPage.FoundDelivery;
import webhooks.domain.delivery.history.search.DeliverySearchRepository.ExaminedDeliveries;
import webhooks.domain.delivery.history.search.DeliverySearchRepository.ExaminedDelivery;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.Page;

/**
 * Reads one page of a search, query by query.
 *
 * <p>Ends when the page is full, the period is read, or there is no time for another query. The
 * next page continues where this one ended. So a search that finds little has many pages, each of
 * which costs little. For one thread.
 */
final class SearchRun {
  /** The maximum number of deliveries that a search for a text examines, in all its pages. */
  static final int MAX_TEXT_ROWS = 100_000;

  /** The number of deliveries that one query examines. */
  static final int STEP = 1000;

  /** A body can have 256 KiB. */
  static final int TEXT_STEP = 250;

  /**
   * The number of deliveries that one query of an account examines. It looks at each of its
   * webhooks, which takes longer than the rows.
   */
  static final int ACCOUNT_STEP = 10_000;

  /** The same for a text, until a page has examined so many without a match. */
  static final int ACCOUNT_TEXT_STEP = 2500;

  private static final String SLOW =
      "The deliveries took too long to read. Try again later, or for a shorter period.";

  private final SearchQuery query;
  private final boolean windowed;
  private final Access access;
  private final List<FoundDelivery> found = new ArrayList<>();
  private SearchPosition reached;
  private Optional<Instant> newest = Optional.empty();
  private boolean ended;

  /**
   * What a search needs from outside.
   *
   * @param reader reads the next deliveries
   * @param isShown returns whether the caller may see why a delivery matches
   * @param time the time of this page
   */
  record Access(StepReader reader, Predicate<FoundDelivery> isShown, PageTime time) {}

  /** Reads the next deliveries of a search. */
  interface StepReader {
    /**
     * Examines the newest deliveries of a span, at most the maximum; empty if that took too long.
     *
     * @throws Refusal {@code ServiceUnavailable} if too many other searches run
     */
    Optional<ExaminedDeliveries> read(SearchSpan span, int max);
  }

  SearchRun(SearchQuery query, boolean windowed, Access access) {
    this.query = query;
    this.windowed = windowed;
    this.access = access;
    this.reached = query.start();
  }

  /**
   * Reads the page.
   *
   * @throws Refusal {@code ServiceUnavailable} if the first query is refused or takes too long
   */
  DeliveryPage page() {
    boolean more = !isTextOver();
    while (more) {
      more = readStep() && !isFull() && !ended && !isTextOver() && access.time.isEnoughForQuery();
    }
    boolean last = ended || isTextOver();
    return new DeliveryPage(
        new Page<>(found, last ? Optional.empty() : Optional.of(reached.token())),
        query.filter().examines() ? Optional.of(searched()) : Optional.empty());
  }

  private Searched searched() {
    boolean complete = ended && isWhole();
    return new Searched(
        reached.rows(), newest, complete ? query.asked() : examinedSince(), complete);
  }

  /**
   * Returns the time from which on all deliveries are examined, to the next millisecond: a search
   * that ends before this time reads the rest.
   */
  private Optional<Instant> examinedSince() {
    if (ended) {
      return Optional.of(reached.since());
    }
    return Optional.of(reached.before())
        .filter(cursor -> !cursor.equals(Cursor.last()))
        .map(cursor -> cursor.created().truncatedTo(ChronoUnit.MILLIS).plusMillis(1));
  }

  /** Returns whether the period begins where the request wanted it to. */
  private boolean isWhole() {
    return reached.since().equals(query.asked().orElse(Instant.EPOCH));
  }

  private boolean isFull() {
    return found.size() == query.top();
  }

  private boolean isTextOver() {
    return query.filter().text().isPresent() && reached.rows() >= MAX_TEXT_ROWS;
  }

  /** Returns whether the search may go on. A failure after some progress ends the page. */
  private boolean readStep() {
    SearchPosition begin = reached;
    SearchSpan span = reached.span(windowed, Instant.now());
    int max = max();
    Optional<ExaminedDeliveries> step = attempt(span, max);
    if (step.isEmpty()) {
      return false;
    }
    List<ExaminedDelivery> rows = step.get().rows();
    boolean whole = step.get().isWhole(max);
    for (int i = 0; i < rows.size(); i++) {
      if (!add(rows.get(i))) {
        return false;
      }
      if (isFull()) {
        ended = i + 1 == rows.size() && whole && isLast(span);
        return false;
      }
    }
    if (whole) {
      ended = isLast(span);
      reached = reached.behind(span);
    }
    return !reached.equals(begin);
  }

  private boolean isLast(SearchSpan span) {
    return !span.since().isAfter(reached.since());
  }

  private int max() {
    if (query.filter().text().isPresent()) {
      return (int) Math.min(textStep(), MAX_TEXT_ROWS - reached.rows());
    }
    int step = windowed ? ACCOUNT_STEP : STEP;
    return query.filter().examines() ? step : query.top() - found.size() + 1;
  }

  /** A frequent text fills a page soon, so a long query would read rows for nothing. */
  private int textStep() {
    if (!windowed) {
      return TEXT_STEP;
    }
    boolean rare = found.isEmpty() && reached.rows() - query.start().rows() >= ACCOUNT_TEXT_STEP;
    return rare ? ACCOUNT_STEP : ACCOUNT_TEXT_STEP;
  }

  /** Adds a delivery that was examined. Returns false if there is no time to look at it. */
  private boolean add(ExaminedDelivery row) {
    if (row.match().isPresent()) {
      boolean checked = query.filter().text().isPresent();
      Optional<Boolean> shown =
          checked && access.time.isOver() && reached.rows() > query.start().rows()
              ? Optional.empty()
              : Optional.of(!checked || access.isShown.test(row.match().get()));
      if (shown.isEmpty()) {
        return false;
      }
      if (shown.get()) {
        found.add(row.match().get());
      }
    }
    newest = newest.or(() -> Optional.of(row.cursor().created()));
    reached = reached.after(row.cursor());
    return true;
  }

  private Optional<ExaminedDeliveries> attempt(SearchSpan span, int max) {
    try {
      Optional<ExaminedDeliveries> step = access.time.ofQuery(() -> access.reader.read(span, max));
      if (step.isEmpty()) {
        shorten();
      }
      return step;
    } catch (Refusal e) {
      if (!hasProgress()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Lets the next page begin with a shorter query, or elsewhere. */
  private void shorten() {
    Optional<SearchPosition> shorter = windowed ? reached.withShorterWindow() : Optional.empty();
    if (!hasProgress() && shorter.isEmpty()) {
      throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, SLOW);
    }
    reached = shorter.orElse(reached);
  }

  private boolean hasProgress() {
    return !reached.equals(query.start());
  }
}
