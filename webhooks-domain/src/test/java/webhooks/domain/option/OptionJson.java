package webhooks.domain.option;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;

/** Reads JSON in which apostrophes stand for quotes. */
public final class OptionJson {
  private OptionJson() {}

  /** Returns the members of an object. */
  public static Map<String, Object> members(String json) {
    try {
      return JsonObjectParser.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    } catch (InvalidBody e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
