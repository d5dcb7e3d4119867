package webhooks.domain.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;
import webhooks.domain.json.JsonText;
import webhooks.settings.InvalidSetting;

/** Reads the examples of the event types that the operator adds to the catalogue. */
final class AddedExamples {
  private static final String SETTING = "webhooks.event-types.examples";

  /** A test is a request of at most 64 KiB, so that a caller can send a changed example too. */
  private static final int MAX_LENGTH = 32 * 1024;

  private AddedExamples() {}

  /**
   * Returns the contents by the names of their types.
   *
   * @param text a JSON object with an object for each type
   * @throws InvalidSetting if the text is something else, or an example is too large
   */
  static Map<String, String> read(String text) {
    Map<String, String> examples = new LinkedHashMap<>();
    members(text).forEach((name, content) -> examples.put(name, content(name, content)));
    return examples;
  }

  private static Map<String, Object> members(String text) {
    try {
      return JsonObjectParser.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidBody e) {
      throw new InvalidSetting(SETTING, "must be a JSON object: " + e.fault().message());
    }
  }

  private static String content(String name, Object content) {
    String text = JsonText.of(content);
    if (!(content instanceof Map) || text.length() > MAX_LENGTH) {
      throw new InvalidSetting(
          SETTING, "must have an object of at most 32 KiB for " + name + ", the content");
    }
    return text;
  }

  /**
   * Checks that each example is of an added type.
   *
   * @throws InvalidSetting with the first name that is not
   */
  static void requireTypes(Set<String> names, Collection<String> added) {
    names.stream()
        .filter(name -> !added.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new InvalidSetting(
                  SETTING, "names " + name + ", which webhooks.event-types does not add");
            });
  }
}
