package webhooks.domain.delivery.history.search;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import webhooks.domain.id.Ids;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.CursorText;

/**
 * How far a search has come: what a continuation token holds.
 *
 * @param before the search continues with deliveries that are older than this cursor
 * @param since the earliest time of creation, which the first page chose
 * @param rows how many deliveries were examined
 * @param window how much time the next query covers, if it reads the deliveries of an account
 */
record SearchPosition(Cursor before, Instant since, long rows, Duration window) {
  /** The time that the first query covers. Quiet accounts need some more queries. */
  static final Duration FIRST_WINDOW = Duration.ofSeconds(10);

  /** The time that a query covers at least, if longer ones have taken too long. */
  static final Duration MIN_WINDOW = Duration.ofSeconds(1);

  private static final Duration MAX_WINDOW = Duration.ofDays(36_500);
  private static final int GROWTH = 16;
  private static final int PARTS = 6;
  private static final String LIST = "deliveries";

  /** Returns the position at the beginning of a search. */
  static SearchPosition start(Cursor before, Instant since) {
    return new SearchPosition(before, since, 0, FIRST_WINDOW);
  }

  /** Returns the token of the position. */
  String token() {
    return CursorText.of(
        String.join(
            " ",
            LIST,
            before.created().toString(),
            before.id().toString(),
            since.toString(),
            Long.toString(rows),
            Long.toString(window.toSeconds())));
  }

  /** Returns the position of a token; empty if the token is of another list. */
  static Optional<SearchPosition> of(String token) {
    return CursorText.read(token)
        .map(text -> text.split(" ", -1))
        .filter(parts -> parts.length == PARTS && parts[0].equals(LIST))
        .flatMap(SearchPosition::of);
  }

  private static Optional<SearchPosition> of(String... parts) {
    try {
      Optional<UUID> id = Ids.parse(parts[2]);
      Instant created = Instant.parse(parts[1]);
      Instant since = Instant.parse(parts[3]);
      long rows = Long.parseLong(parts[4]);
      Duration window = Duration.ofSeconds(Long.parseLong(parts[5]));
      boolean valid =
          Cursor.isValid(created)
              && Cursor.isValid(since)
              && rows >= 0
              && window.compareTo(MIN_WINDOW) >= 0
              && window.compareTo(MAX_WINDOW) <= 0;
      return id.filter(known -> valid)
          .map(known -> new SearchPosition(new Cursor(created, known), since, rows, window));
    } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Returns the part of the history that the next query reads. */
  SearchSpan span(boolean windowed, Instant now) {
    if (!windowed) {
      return new SearchSpan(since, before);
    }
    Instant newest = before.created().isBefore(now) ? before.created() : now;
    Instant start = newest.minus(window);
    return new SearchSpan(start.isBefore(since) ? since : start, before);
  }

  /** Returns the position after a row. */
  SearchPosition after(Cursor row) {
    return new SearchPosition(row, since, rows + 1, window);
  }

  /** Returns the position behind a span whose rows are all read. The next one is longer. */
  SearchPosition behind(SearchSpan span) {
    Duration longer = window.multipliedBy(GROWTH);
    return new SearchPosition(
        Cursor.before(span.since()),
        since,
        rows,
        longer.compareTo(MAX_WINDOW) < 0 ? longer : MAX_WINDOW);
  }

  /** Returns the same position with a shorter window; empty if it is the shortest. */
  Optional<SearchPosition> withShorterWindow() {
    Duration shorter = window.dividedBy(GROWTH);
    return window.equals(MIN_WINDOW)
        ? Optional.empty()
        : Optional.of(
            new SearchPosition(
                before, since, rows, shorter.compareTo(MIN_WINDOW) > 0 ? shorter : MIN_WINDOW));
  }
}
