package webhooks.domain.option.request;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.domain.json.JsonObjectParser;
import webhooks.domain.json.JsonObjectParser.InvalidBody;
import webhooks.domain.json.JsonPath;
import webhooks.domain.json.JsonPathReader;
import webhooks.domain.json.JsonSlice;

/** Reads one placeholder in a string of a template. Not safe for several threads. */
final class PlaceholderReader {
  static final String BEGIN = "${";

  /** What follows the path. A default is a JSON value, but neither an object nor an array. */
  private static final Pattern END =
      Pattern.compile(
          "[ \\t\\r\\n]*+(\\?\\?[ \\t\\r\\n]*+"
              + "(\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|[^\"{}\\[\\], \\t\\r\\n]++)[ \\t\\r\\n]*+)?\\}",
          Pattern.DOTALL);

  private final String text;
  private final int begin;
  private JsonPath path;
  private Optional<JsonSlice> fallback = Optional.empty();
  private int end;

  /**
   * Creates a reader.
   *
   * @param begin where the placeholder begins
   */
  PlaceholderReader(String text, int begin) {
    this.text = text;
    this.begin = begin;
  }

  /** Reads the placeholder. Returns whether it is valid. */
  boolean read() {
    int from = begin + BEGIN.length();
    while (from < text.length() && " \t\r\n".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    JsonPathReader reader = new JsonPathReader(text, from);
    Optional<JsonPath> read = reader.read();
    Matcher rest = END.matcher(text).region(reader.end(), text.length());
    if (read.isEmpty() || !rest.lookingAt()) {
      return false;
    }
    path = read.get();
    end = rest.end();
    fallback =
        Optional.ofNullable(rest.group(2))
            .map(json -> JsonSlice.of(json.getBytes(StandardCharsets.UTF_8)));
    return fallback.isEmpty() || isJson(rest.group(2));
  }

  private static boolean isJson(String scalar) {
    try {
      JsonObjectParser.parse(("{\"\":" + scalar + "}").getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (InvalidBody e) {
      return false;
    }
  }

  JsonPath path() {
    return path;
  }

  Optional<JsonSlice> fallback() {
    return fallback;
  }

  /** Returns the index in the text after the placeholder. */
  int end() {
    return end;
  }
}
