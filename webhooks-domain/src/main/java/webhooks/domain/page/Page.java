package webhooks.domain.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param items in the list's order, no more than were asked for
 * @param continuation what to ask for the next page with; empty at the end
 */
public record Page<T>(List<T> items, Optional<String> continuation) {
  /** Makes the constructor's list its own. */
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Returns a page of at most this many of what was found.
   *
   * @param found one more than the page holds, if there are more
   * @param token returns the cursor of an item
   */
  public static <T> Page<T> of(List<T> found, int top, Function<T, String> token) {
    if (found.size() <= top) {
      return new Page<>(found, Optional.empty());
    }
    return new Page<>(found.subList(0, top), Optional.of(token.apply(found.get(top - 1))));
  }
}
