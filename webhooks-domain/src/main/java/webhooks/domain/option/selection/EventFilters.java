package webhooks.domain.option.selection;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import webhooks.domain.json.JsonText;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionValue;

/**
 * Filters, which all must hold for an event that goes to the webhook. Their dialects come from the
 * CloudEvents Subscriptions API, section 3.2.4, and a few more.
 *
 * @param filters the compiled filters
 * @param json the filters as the owner wrote them
 */
public record EventFilters(List<Filter> filters, Object json) implements Option {
  private static final int MAX_BYTES = 16 * 1024;

  /** Reads the option. */
  public static Optional<EventFilters> read(OptionValue value) {
    Optional<List<OptionValue>> elements = value.elements();
    if (elements.isEmpty()) {
      return Optional.empty();
    }
    if (elements.get().isEmpty()) {
      value.invalid("must have a filter");
    }
    if (JsonText.of(value.json()).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      value.exceeds("must have at most " + MAX_BYTES + " bytes of JSON");
    }
    FilterReader reader = new FilterReader();
    Optional<List<Filter>> filters = reader.readAll(elements.get(), 1);
    if (!value.hasMoreThan(FilterReader.MAX_LEAVES, "filters")
        && reader.leaves() > FilterReader.MAX_LEAVES) {
      value.exceeds("must have at most " + FilterReader.MAX_LEAVES + " comparisons");
    }
    return filters.map(all -> new EventFilters(all, value.json()));
  }

  @Override
  public Object stored() {
    return json;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EventFilters that && JsonText.of(json).equals(JsonText.of(that.json));
  }

  @Override
  public int hashCode() {
    return JsonText.of(json).hashCode();
  }
}
