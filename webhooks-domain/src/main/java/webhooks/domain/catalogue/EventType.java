package webhooks.domain.catalogue;

import java.util.List;

/**
 * A type of events.
 *
 * @param description a sentence that describes the event; empty if only the name of the type is
 *     known
 * @param properties the known properties of the content; events are not checked against them
 */
public record EventType(String name, String description, List<String> properties) {
  /** Returns a type that a setting adds to the catalogue. */
  static EventType added(String name) {
    return new EventType(name, "", List.of());
  }

  /** Reads a line of the catalogue: {@code name | properties | description}. */
  static EventType read(String line) {
    String[] parts = line.split(" \\| ");
    return new EventType(parts[0], parts[2], List.of(parts[1].split(" ")));
  }
}
