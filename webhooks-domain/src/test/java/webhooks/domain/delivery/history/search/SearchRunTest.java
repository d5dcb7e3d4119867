package webhooks.domain.delivery.history.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.history.DeliverySummary;
import webhooks.domain.delivery.history.search.DeliveryPage.FoundDelivery;
import webhooks.domain.delivery.history.search.DeliverySearchRepository.ExaminedDeliveries;
import webhooks.domain.delivery.history.search.DeliverySearchRepository.ExaminedDelivery;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.page.Cursor;

/** When a page of a search ends, and where the next one continues. */
class SearchRunTest {
  private static final Instant NEWEST = Instant.parse("2026-10-02T14:55:00Z");
  private static final Predicate<FoundDelivery> ALL_SHOWN = found -> true;

  private final List<SearchSpan> read = new ArrayList<>();
  private final Map<String, String> parameters = new HashMap<>();
  private int rows;
  private int matchEvery = 1;
  private Duration timeOfQuery = Duration.ZERO;

  private SearchQuery query() {
    return SearchRules.check(SearchRequests.of(parameters), NEWEST.plusSeconds(1));
  }

  private DeliveryPage page(boolean windowed, SearchRun.StepReader reader) {
    SearchRun.StepReader counted =
        (span, max) -> {
          read.add(span);
          return reader.read(span, max);
        };
    return new SearchRun(
            query(),
            windowed,
            new SearchRun.Access(
                counted, ALL_SHOWN, new PageTime(() -> read.size() * timeOfQuery.toNanos())))
        .page();
  }

  private void goOn(DeliveryPage page) {
    parameters.put("continuationToken", page.page().continuation().orElseThrow());
  }

  /** Returns rows a second apart, the newest first. */
  private Optional<ExaminedDeliveries> rowsOf(SearchSpan span, int max) {
    List<ExaminedDelivery> found = new ArrayList<>();
    for (int i = 0; i < rows && found.size() < max; i++) {
      Instant created = NEWEST.minusSeconds(i);
      if (created.isBefore(span.before().created()) && !created.isBefore(span.since())) {
        Cursor cursor = new Cursor(created, new UUID(i, i));
        Optional<FoundDelivery> match =
            i % matchEvery == 0 ? Optional.of(delivery(cursor)) : Optional.empty();
        found.add(new ExaminedDelivery(cursor, match));
      }
    }
    return Optional.of(new ExaminedDeliveries(found, false));
  }

  private static FoundDelivery delivery(Cursor cursor) {
    return new FoundDelivery(
        cursor.id(),
        new DeliverySummary(
            cursor.id(),
            cursor.id(),
            "type",
            "iTwin",
            "trace",
            DeliveryStatus.EXHAUSTED,
            cursor.created(),
            1,
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty()));
  }

  @Test
  void searchThatFindsNothingEnds() {
    rows = 3500;
    matchEvery = 10_000;
    parameters.put("error", "dns");
    timeOfQuery = PageTime.MAX.dividedBy(2);

    DeliveryPage first = page(false, this::rowsOf);
    assertThat(first.searched())
        .contains(
            new Searched(
                2000,
                Optional.of(NEWEST),
                Optional.of(NEWEST.minusSeconds(1999).plusMillis(1)),
                false));
    goOn(first);
    read.clear();
    DeliveryPage last = page(false, this::rowsOf);

    assertThat(first.page().items()).hasSize(1);
    assertThat(last.page().items()).isEmpty();
    assertThat(last.page().continuation()).isEmpty();
    assertThat(last.searched())
        .contains(
            new Searched(3500, Optional.of(NEWEST.minusSeconds(2000)), Optional.empty(), true));
  }

  @Test
  void endsIfAnotherQueryWouldBeLate() {
    rows = 3500;
    matchEvery = 10_000;
    parameters.put("error", "dns");
    timeOfQuery = PageTime.MAX.dividedBy(2).plusMillis(1);

    assertThat(page(false, this::rowsOf).searched().orElseThrow().rows()).isEqualTo(1000);
  }

  @Test
  void textEndsAtItsMaximum() {
    rows = 10;
    parameters.put("text", "abc");
    SearchPosition almost =
        new SearchPosition(
            Cursor.last(), Instant.EPOCH, SearchRun.MAX_TEXT_ROWS - 4, SearchPosition.FIRST_WINDOW);
    parameters.put("continuationToken", almost.token());

    DeliveryPage page = page(false, this::rowsOf);

    assertThat(page.page().items()).hasSize(4);
    assertThat(page.page().continuation()).isEmpty();
    assertThat(page.searched().orElseThrow().complete()).isFalse();
    assertThat(page.searched().orElseThrow().since())
        .contains(NEWEST.minusSeconds(3).plusMillis(1));
  }

  /** A query of an account looks at each webhook, so a rare text needs few queries there. */
  @Test
  void onlyRareTextOfAnAccountIsSearchedInLongSteps() {
    rows = 5000;
    matchEvery = 10_000;
    parameters.putAll(Map.of("text", "abc", "until", NEWEST.toString()));
    assertThat(stepsOf()).startsWith(2500).endsWith(10_000);

    matchEvery = 1000;
    assertThat(stepsOf()).containsOnly(2500);
  }

  private List<Integer> stepsOf() {
    List<Integer> steps = new ArrayList<>();
    page(
        true,
        (span, max) -> {
          steps.add(max);
          return rowsOf(span, max);
        });
    return steps;
  }

  /** A query that has read large bodies ends early. The deliveries behind its last row follow. */
  @Test
  void largeBodiesLeaveNothingOut() {
    rows = 30;
    parameters.put("text", "abc");
    parameters.put("$top", "100");
    for (boolean windowed : List.of(true, false)) {
      DeliveryPage page =
          page(
              windowed,
              (span, max) -> {
                List<ExaminedDelivery> all = rowsOf(span, max).orElseThrow().rows();
                return Optional.of(
                    new ExaminedDeliveries(
                        all.subList(0, Math.min(4, all.size())), all.size() > 4));
              });

      assertThat(page.page().items()).hasSize(30);
      assertThat(page.page().continuation()).isEmpty();
      assertThat(page.searched().orElseThrow().rows()).isEqualTo(30);
    }
  }

  @Test
  void windowsGrowWhileTheyAreEmpty() {
    rows = 0;
    page(true, this::rowsOf);

    assertThat(read).hasSizeBetween(6, 12);
    assertThat(read.get(read.size() - 1).since()).isEqualTo(Instant.EPOCH);
    for (int i = 1; i < read.size(); i++) {
      assertThat(read.get(i).before().created()).isEqualTo(read.get(i - 1).since());
    }
  }

  @Test
  void windowsLeaveNothingOut() {
    rows = 5000;
    parameters.put("$top", "100");
    List<UUID> seen = new ArrayList<>();
    DeliveryPage page = page(true, this::rowsOf);
    page.page().items().forEach(found -> seen.add(found.webhookId()));
    while (page.page().continuation().isPresent()) {
      goOn(page);
      page = page(true, this::rowsOf);
      page.page().items().forEach(found -> seen.add(found.webhookId()));
    }

    assertThat(seen).doesNotHaveDuplicates().hasSize(5000);
  }

  @Test
  void slowQueryIsTriedAgainWithAShorterOne() {
    SearchPosition long1 =
        new SearchPosition(Cursor.before(NEWEST), Instant.EPOCH, 0, Duration.ofDays(1));
    parameters.put("continuationToken", long1.token());

    DeliveryPage page = page(true, SearchRunTest::slow);

    assertThat(SearchPosition.of(page.page().continuation().orElseThrow()))
        .contains(
            new SearchPosition(
                Cursor.before(NEWEST), Instant.EPOCH, 0, Duration.ofDays(1).dividedBy(16)));
  }

  /** Also a busy account has few deliveries in a second. */
  @Test
  void slowQueryOfTheFirstWindowIsTriedAgainWithTheShortest() {
    parameters.put("until", NEWEST.toString());

    goOn(page(true, SearchRunTest::slow));
    DeliveryPage page = page(true, this::rowsOf);

    assertThat(read.get(1).since()).isEqualTo(NEWEST.minus(SearchPosition.MIN_WINDOW));
    assertThat(page.page().continuation()).isEmpty();
    read.clear();
    assertThatThrownBy(() -> page(true, SearchRunTest::slow)).isInstanceOf(Refusal.class);
  }

  @Test
  void firstQueryThatIsSlowIsRefused() {
    assertThatThrownBy(() -> page(false, SearchRunTest::slow)).isInstanceOf(Refusal.class);
  }

  @Test
  void laterQueryThatIsSlowEndsThePage() {
    rows = 2500;
    matchEvery = 10;
    parameters.put("error", "dns");
    parameters.put("$top", "100");

    DeliveryPage page =
        page(false, (span, max) -> read.size() == 1 ? rowsOf(span, 500 + 500) : slow(span, max));

    assertThat(page.page().items()).hasSize(100);
    goOn(page);
    read.clear();
    DeliveryPage next =
        page(false, (span, max) -> read.size() == 1 ? rowsOf(span, max) : slow(span, max));
    assertThat(next.page().continuation()).isPresent();
    assertThat(next.searched().orElseThrow().rows()).isGreaterThan(1000);
  }

  @Test
  void busyNodeRefusesTheFirstQueryAndEndsALaterPage() {
    rows = 100;
    parameters.put("until", NEWEST.plusSeconds(1).toString());
    assertThatThrownBy(() -> page(true, SearchRunTest::busy)).isInstanceOf(Refusal.class);
    read.clear();

    DeliveryPage page =
        page(true, (span, max) -> read.size() == 1 ? rowsOf(span, max) : busy(span, max));

    assertThat(page.page().items()).isNotEmpty();
    assertThat(page.page().continuation()).isPresent();
  }

  private static Optional<ExaminedDeliveries> busy(SearchSpan span, int max) {
    throw new Refusal(ErrorCode.SERVICE_UNAVAILABLE, "busy");
  }

  private static Optional<ExaminedDeliveries> slow(SearchSpan span, int max) {
    return Optional.empty();
  }
}
