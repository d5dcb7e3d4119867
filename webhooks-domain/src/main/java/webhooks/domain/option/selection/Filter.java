package webhooks.domain.option.selection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A compiled filter expression. Its path, such as {@code filters[1].all[0]}, names it. */
sealed interface Filter {
  /** Returns the path in the options. */
  String path();

  /** Returns whether the filter holds for an event whose values are prepared. */
  boolean holds(SelectedEvent event);

  /**
   * Returns the path of the filter that decides whether this one holds: of a leaf, or of the group
   * if no single member of it decides.
   */
  String decider(SelectedEvent event);

  /** Passes the keys of all comparisons. */
  void keys(Consumer<FilterKey> found);

  /** Compares values of the event. All comparisons must hold. */
  record Leaf(String path, Map<FilterKey, Comparison> comparisons) implements Filter {
    @Override
    public boolean holds(SelectedEvent event) {
      for (Map.Entry<FilterKey, Comparison> one : comparisons.entrySet()) {
        if (!one.getValue().holds(event.values(one.getKey()))) {
          return false;
        }
      }
      return true;
    }

    @Override
    public String decider(SelectedEvent event) {
      return path;
    }

    @Override
    public void keys(Consumer<FilterKey> found) {
      comparisons.keySet().forEach(found);
    }
  }

  /**
   * Holds if all filters hold, or if any does.
   *
   * @param any whether one filter is enough
   */
  record Group(String path, boolean any, List<Filter> filters) implements Filter {
    @Override
    public boolean holds(SelectedEvent event) {
      return any == deciding(event).isPresent();
    }

    @Override
    public String decider(SelectedEvent event) {
      return deciding(event).map(filter -> filter.decider(event)).orElse(path);
    }

    /** Returns the first filter that alone decides: one that holds of any, or one not of all. */
    private Optional<Filter> deciding(SelectedEvent event) {
      for (Filter filter : filters) {
        if (filter.holds(event) == any) {
          return Optional.of(filter);
        }
      }
      return Optional.empty();
    }

    @Override
    public void keys(Consumer<FilterKey> found) {
      filters.forEach(filter -> filter.keys(found));
    }
  }

  /** Holds if the other filter does not. */
  record Not(String path, Filter filter) implements Filter {
    @Override
    public boolean holds(SelectedEvent event) {
      return !filter.holds(event);
    }

    @Override
    public String decider(SelectedEvent event) {
      return filter.decider(event);
    }

    @Override
    public void keys(Consumer<FilterKey> found) {
      filter.keys(found);
    }
  }
}
