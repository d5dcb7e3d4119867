package webhooks.domain.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;

/**
 * A type of events.
 *
 * @param description a sentence that describes the event; empty if only the name of the type is
 *     known
 * @param properties the known properties of the content; events are not checked against them
 * @param example the content of an example, a JSON object
 */
public record EventType(String name, String description, List<String> properties, String example) {
  /** Returns a type that a setting adds to the catalogue. */
  static EventType added(String name, String example) {
    return new EventType(name, "", List.of(), example);
  }

  /** Returns the members of the example, as {@link JsonObjectParser} reads them. */
  public Map<String, Object> exampleMembers() {
    try {
      return JsonObjectParser.parse(example.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidBody e) {
      throw new IllegalStateException("The example of " + name + " is no JSON object", e);
    }
  }

  /** Reads a line of the catalogue: {@code name | properties | description | example}. */
  static EventType read(String line) {
    String[] parts = line.split(" \\| ");
    return new EventType(parts[0], parts[2], List.of(parts[1].split(" ")), parts[3]);
  }
}
