package webhooks.domain.option.selection;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import webhooks.domain.catalogue.EventTypes;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionValue;

/**
 * Patterns of event types: events of a matching type go to the webhook, in addition to the types
 * that the webhook names.
 *
 * @param patterns 1 to {@value #MAX_PATTERNS} patterns
 */
public record EventTypePatterns(List<EventTypePattern> patterns) implements Option {
  private static final int MAX_PATTERNS = 50;
  private static final int MAX_LENGTH = 255;
  private static final Pattern PATTERN =
      Pattern.compile("(?:(?:[A-Za-z0-9_-]+|\\*)\\.)*+(?:[A-Za-z0-9_-]+|\\*\\*?)");

  /** Reads the option. */
  public static Optional<EventTypePatterns> read(OptionValue value) {
    Optional<List<OptionValue>> elements = value.elements();
    if (elements.isEmpty()) {
      return Optional.empty();
    }
    if (elements.get().isEmpty()) {
      value.invalid("must have a pattern");
    }
    value.hasMoreThan(MAX_PATTERNS, "patterns");
    List<EventTypePattern> patterns =
        elements.get().stream().flatMap(element -> readPattern(element).stream()).toList();
    return Optional.of(new EventTypePatterns(patterns))
        .filter(all -> all.patterns.size() == elements.get().size());
  }

  private static Optional<EventTypePattern> readPattern(OptionValue element) {
    return element
        .text()
        .flatMap(
            text -> {
              if (text.length() > MAX_LENGTH || !PATTERN.matcher(text).matches()) {
                element.invalid(
                    "must be a pattern such as 'iModels.**' or '*.jobCompleted.v1', of at most "
                        + MAX_LENGTH
                        + " characters");
                return Optional.empty();
              }
              if (EventTypes.isOwn(text)) {
                element.invalid(
                    "must not begin with '"
                        + EventTypes.OWN_PREFIX
                        + "': name events about webhooks in 'eventTypes'");
              }
              return Optional.of(EventTypePattern.of(text));
            });
  }

  /** Returns whether a pattern matches the event type. Events about webhooks match none. */
  boolean match(String eventType) {
    return !EventTypes.isOwn(eventType)
        && patterns.stream().anyMatch(pattern -> pattern.matches(eventType));
  }

  @Override
  public Object stored() {
    return patterns.stream().map(EventTypePattern::text).toList();
  }
}
