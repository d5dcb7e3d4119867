package webhooks.domain.delivery.history.overview;

import java.util.Comparator;
import java.util.Optional;
import webhooks.domain.page.Cursor;
import webhooks.domain.page.CursorText;

/**
 * The position of a webhook in an order. Two webhooks never have the same one.
 *
 * @param sort the order
 * @param number the lowest is first
 * @param text comes first in alphabetical order, among equal numbers
 * @param cursor the newest is first, among equal texts
 */
record SortKey(WebhookSort sort, long number, String text, Cursor cursor)
    implements Comparable<SortKey> {
  private static final String LIST = "found-webhooks";
  private static final Comparator<SortKey> ORDER =
      Comparator.comparingLong(SortKey::number)
          .thenComparing(SortKey::text)
          .thenComparing(SortKey::cursor, Cursor.NEWEST_FIRST);

  @Override
  public int compareTo(SortKey other) {
    return ORDER.compare(this, other);
  }

  /** Returns the position as a continuation token. */
  String token() {
    return CursorText.of(
        String.join("\n", sort.text(), Long.toString(number), text, cursor.token(LIST)));
  }

  /** Returns the position of a token of {@link #token} in this order; empty for other texts. */
  static Optional<SortKey> of(WebhookSort sort, String token) {
    return CursorText.read(token)
        .map(read -> read.split("\n", -1))
        .filter(parts -> parts.length == 4 && parts[0].equals(sort.text()))
        .filter(parts -> parts[1].matches("-?\\d{1,18}"))
        .flatMap(
            parts ->
                Cursor.of(LIST, parts[3])
                    .map(cursor -> new SortKey(sort, Long.parseLong(parts[1]), parts[2], cursor)));
  }
}
