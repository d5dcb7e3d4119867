package webhooks.domain.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A value in JSON text, which stays as it was written: the digits of its numbers, the order of its
 * members and its blanks.
 *
 * @param json valid JSON text in UTF-8
 * @param from the index of the first byte of the value
 * @param to the index after its last byte
 */
public record JsonSlice(byte[] json, int from, int to) {
  /** Returns the value that is the whole text. */
  public static JsonSlice of(byte[] json) {
    return new JsonSlice(json, 0, json.length);
  }

  /** Returns whether the value is {@code null}. */
  public boolean isNull() {
    return json[from] == 'n';
  }

  /** Returns whether the value is a string. */
  public boolean isString() {
    return json[from] == '"';
  }

  /** Returns whether the value is an object or an array. */
  public boolean isContainer() {
    return json[from] == '{' || json[from] == '[';
  }

  /** Returns the number of bytes. */
  public int length() {
    return to - from;
  }

  /** Returns the characters of a string. */
  public String text() {
    String inner = new String(json, from + 1, length() - 2, StandardCharsets.UTF_8);
    return inner.indexOf('\\') < 0 ? inner : unescaped(inner);
  }

  private static String unescaped(String inner) {
    StringBuilder text = new StringBuilder(inner.length());
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c != '\\') {
        text.append(c);
      } else if (inner.charAt(++i) == 'u') {
        text.append((char) Integer.parseInt(inner.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        int known = "bfnrt".indexOf(inner.charAt(i));
        text.append(known < 0 ? inner.charAt(i) : "\b\f\n\r\t".charAt(known));
      }
    }
    return text.toString();
  }

  /**
   * Returns the strings, numbers and other scalars in the value, in their order, without the names
   * of members; the value itself if it is a scalar.
   */
  public List<JsonSlice> scalars() {
    List<JsonSlice> found = new ArrayList<>();
    addScalars(from, found);
    return found;
  }

  /** Returns the index after the value that begins here. */
  private int addScalars(int begin, List<JsonSlice> found) {
    char first = (char) json[begin];
    if (first != '{' && first != '[') {
      int end = JsonScan.end(json, begin);
      found.add(new JsonSlice(json, begin, end));
      return end;
    }
    int at = JsonScan.next(json, begin + 1);
    while (json[at] != '}' && json[at] != ']') {
      if (first == '{') {
        // Past the name and the colon.
        at = JsonScan.next(json, JsonScan.end(json, at));
        at = JsonScan.next(json, at + 1);
      }
      at = JsonScan.afterComma(json, addScalars(at, found));
    }
    return at + 1;
  }

  /** Returns a description without the value. */
  @Override
  public String toString() {
    return "JsonSlice[" + length() + " bytes]";
  }
}
