package webhooks.domain.option.selection;

import java.util.List;

/**
 * A pattern of event types. Its segments are separated by dots: {@code *} matches one segment of
 * any text, and {@code **} at the end matches one or more.
 *
 * @param segments the segments, without {@code **}
 * @param matchesRest whether the pattern ends with {@code **}
 */
record EventTypePattern(String text, List<String> segments, boolean matchesRest) {
  private static final String ONE = "*";
  private static final String REST = "**";

  static EventTypePattern of(String text) {
    List<String> segments = List.of(text.split("\\."));
    int last = segments.size() - 1;
    boolean rest = segments.get(last).equals(REST);
    return new EventTypePattern(text, rest ? segments.subList(0, last) : segments, rest);
  }

  /** Returns whether an event type matches. Case matters. */
  boolean matches(String eventType) {
    int from = 0;
    for (String segment : segments) {
      if (from > eventType.length()) {
        return false;
      }
      int end = eventType.indexOf('.', from);
      end = end < 0 ? eventType.length() : end;
      boolean same =
          segment.length() == end - from && eventType.startsWith(segment, from)
              || segment.equals(ONE);
      if (!same) {
        return false;
      }
      from = end + 1;
    }
    return matchesRest == from <= eventType.length();
  }
}
