package webhooks.domain.json;

/** Finds the ends of values in JSON text that is known to be valid. Nesting has no bound. */
final class JsonScan {
  private JsonScan() {}

  /** Returns the index of the first byte from here on that is no blank. */
  static int next(byte[] json, int from) {
    int at = from;
    while (at < json.length && isBlank(json[at])) {
      at++;
    }
    return at;
  }

  /** Returns the index of the next value or of the end of its container, after a value. */
  static int afterComma(byte[] json, int from) {
    int at = next(json, from);
    return json[at] == ',' ? next(json, at + 1) : at;
  }

  /** Returns the index after the value that begins here. */
  static int end(byte[] json, int from) {
    return switch (json[from]) {
      case '"' -> endOfString(json, from);
      case '{', '[' -> endOfContainer(json, from);
      default -> endOfWord(json, from);
    };
  }

  private static int endOfString(byte[] json, int from) {
    int at = from + 1;
    while (json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static int endOfContainer(byte[] json, int from) {
    int depth = 0;
    int at = from;
    do {
      switch (json[at]) {
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        case '"' -> at = endOfString(json, at) - 1;
        default -> {}
      }
      at++;
    } while (depth > 0);
    return at;
  }

  /** Returns the end of a number, of true, false or null. */
  private static int endOfWord(byte[] json, int from) {
    int at = from;
    while (at < json.length && ",]}".indexOf(json[at]) < 0 && !isBlank(json[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
