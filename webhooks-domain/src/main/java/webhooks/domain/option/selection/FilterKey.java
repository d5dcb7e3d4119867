package webhooks.domain.option.selection;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import webhooks.domain.json.JsonPath;
import webhooks.domain.json.JsonPath.AnyElementStep;
import webhooks.domain.json.JsonPath.ElementStep;
import webhooks.domain.json.JsonPath.MemberStep;
import webhooks.domain.json.JsonPath.PathStep;
import webhooks.domain.json.JsonText;

/**
 * The part of an event that a filter compares: a property of the event, or a path into its content.
 *
 * @param id equal for equal keys, however they were written
 * @param path the path from the content to the value; empty for a property of the event
 */
record FilterKey(String id, Optional<JsonPath> path) {
  static final FilterKey EVENT_TYPE = property("eventType");
  static final FilterKey ITWIN_ID = property("iTwinId");
  static final FilterKey MESSAGE_ID = property("messageId");
  static final FilterKey TIME = property("enqueuedDateTime");

  /**
   * The maximum number of steps into arrays. Several paths may lead through the same element, by
   * its index from the beginning, from the end, and by {@code [*]}: each step triples the number of
   * times that the element is read at most.
   */
  private static final int MAX_ARRAY_STEPS = 4;

  private static final String CONTENT = "content";
  private static final Set<FilterKey> NAMES = Set.of(EVENT_TYPE, ITWIN_ID, MESSAGE_ID);
  private static final Set<FilterKey> PROPERTIES = Set.of(EVENT_TYPE, ITWIN_ID, MESSAGE_ID, TIME);

  private static FilterKey property(String name) {
    return new FilterKey(name, Optional.empty());
  }

  /** Returns the key of a text, if it is a key. */
  static Optional<FilterKey> parse(String text) {
    if (!text.startsWith("$")) {
      return NAMES.stream().filter(key -> key.id.equals(text)).findFirst();
    }
    return JsonPath.parse(text, 1).flatMap(FilterKey::of);
  }

  private static Optional<FilterKey> of(JsonPath path) {
    List<PathStep> steps = path.steps();
    if (steps.isEmpty() || !(steps.get(0) instanceof MemberStep first)) {
      return Optional.empty();
    }
    if (!first.name().equals(CONTENT)) {
      return PROPERTIES.stream()
          .filter(key -> steps.size() == 1 && key.id.equals(first.name()))
          .findFirst();
    }
    boolean fits = steps.stream().filter(FilterKey::isOfArray).count() <= MAX_ARRAY_STEPS;
    JsonPath inContent = new JsonPath(steps.subList(1, steps.size()));
    return Optional.of(new FilterKey(id(inContent), Optional.of(inContent))).filter(key -> fits);
  }

  private static boolean isOfArray(PathStep step) {
    return !(step instanceof MemberStep);
  }

  private static String id(JsonPath path) {
    StringBuilder id = new StringBuilder("$");
    for (PathStep step : path.steps()) {
      id.append('[');
      if (step instanceof MemberStep member) {
        id.append(JsonText.of(member.name()));
      } else if (step instanceof ElementStep element) {
        id.append(element.index());
      } else if (step instanceof AnyElementStep) {
        id.append('*');
      }
      id.append(']');
    }
    return id.toString();
  }
}
