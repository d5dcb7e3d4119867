package webhooks.domain.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page of a list.
 *
 * @param items the items in the list's order, at most the requested number; a page can hold fewer
 *     although more follow, if the number of rows that are read for a page is bounded
 * @param continuation the continuation token of the next page; empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> continuation) {
  /** Copies the list. */
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Returns a page of at most this many items.
   *
   * @param found the items of the page, and one more if there is a next page
   * @param token returns the continuation token of an item
   */
  public static <T> Page<T> of(List<T> found, int top, Function<T, String> token) {
    if (found.size() <= top) {
      return new Page<>(found, Optional.empty());
    }
    return new Page<>(found.subList(0, top), Optional.of(token.apply(found.get(top - 1))));
  }
}
