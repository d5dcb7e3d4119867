package webhooks.domain.option.selection;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import webhooks.domain.json.JsonText;

/**
 * Decides whether an event goes to a webhook, by the options {@code eventTypePatterns} and {@code
 * filters}. Immutable.
 *
 * <p>Events about webhooks, and the event that an iTwin was deleted, are filtered like all others.
 */
public final class Selection {
  /** The selection of a webhook without these options. */
  public static final Selection NONE = new Selection(Optional.empty(), Optional.empty());

  private static final int BYTES = 200;
  private static final int BYTES_OF_KEY = 150;

  private final Optional<EventTypePatterns> patterns;
  private final List<Filter> filters;
  private final List<FilterKey> keys;
  private final int bytes;

  private Selection(Optional<EventTypePatterns> patterns, Optional<EventFilters> filters) {
    this.patterns = patterns;
    this.filters = filters.map(EventFilters::filters).orElse(List.of());
    TreeMap<String, FilterKey> distinct = new TreeMap<>();
    this.filters.forEach(filter -> filter.keys(key -> distinct.put(key.id(), key)));
    this.keys = List.copyOf(distinct.values());
    int text =
        Stream.concat(patterns.stream(), filters.stream())
            .mapToInt(option -> JsonText.of(option.stored()).length())
            .sum();
    this.bytes = text == 0 ? 0 : BYTES + BYTES_OF_KEY * keys.size() + 2 * text;
  }

  /** Returns the selection of these options. */
  public static Selection of(Optional<EventTypePatterns> patterns, Optional<EventFilters> filters) {
    return patterns.isEmpty() && filters.isEmpty() ? NONE : new Selection(patterns, filters);
  }

  /** Returns about how many bytes of memory the selection needs; 0 if it selects nothing. */
  public int bytes() {
    return bytes;
  }

  /** Returns the keys that the filters compare, without duplicates. */
  Collection<FilterKey> keys() {
    return keys;
  }

  /** Returns whether there are filters, which need the content of events. */
  public boolean filters() {
    return !filters.isEmpty();
  }

  /** Returns about how much work the filters are: the number of values that they read. */
  public int work() {
    return keys.size();
  }

  /**
   * Returns whether a webhook gets events of this type, unless a filter drops them.
   *
   * @param eventTypes the types that the webhook names
   */
  public boolean subscribes(String eventType, Set<String> eventTypes) {
    return eventTypes.contains(eventType)
        || patterns.filter(some -> some.match(eventType)).isPresent();
  }

  /** Returns whether all filters hold for an event that was prepared for this selection. */
  public boolean accepts(SelectedEvent event) {
    for (Filter filter : filters) {
      if (!filter.holds(event)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns why the event does not go to the webhook; empty if it does.
   *
   * @param eventTypes the types that the webhook names
   */
  public Optional<SelectionRefusal> refusedBy(SelectedEvent event, Set<String> eventTypes) {
    if (!subscribes(event.eventType(), eventTypes)) {
      return Optional.of(SelectionRefusal.NOT_SUBSCRIBED);
    }
    event.prepare(Stream.of(this));
    return filters.stream()
        .filter(filter -> !filter.holds(event))
        .findFirst()
        .map(filter -> SelectionRefusal.filtered(filter.decider(event)));
  }
}
