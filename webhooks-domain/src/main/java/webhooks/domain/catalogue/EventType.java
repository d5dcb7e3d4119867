package webhooks.domain.catalogue;

import java.util.List;

/**
 * One type of events.
 *
 * @param description what happened, in a sentence; empty for a type that only its name is known of
 * @param properties what the content of its events has, as far as known; no event is checked by it
 */
public record EventType(String name, String description, List<String> properties) {
  /** Returns a type that a setting adds. */
  static EventType added(String name) {
    return new EventType(name, "", List.of());
  }

  /** Reads a line of the catalogue. */
  static EventType read(String line) {
    String[] parts = line.split(" \\| ");
    return new EventType(parts[0], parts[2], List.of(parts[1].split(" ")));
  }
}
