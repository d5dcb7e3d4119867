package webhooks.domain.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import webhooks.domain.json.JsonPath.AnyElementStep;
import webhooks.domain.json.JsonPath.ElementStep;
import webhooks.domain.json.JsonPath.MemberStep;
import webhooks.domain.json.JsonPath.PathStep;

/** Reads a {@link JsonPath} that may have other text after it. Not safe for several threads. */
public final class JsonPathReader {
  /** The shorthand of a member name. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_\\x{80}-\\x{10ffff}][0-9A-Za-z_\\x{80}-\\x{10ffff}]*+");

  /** At most 16 digits, because greater numbers than 2^53 - 1 are no index. */
  private static final Pattern INDEX = Pattern.compile("0|-?[1-9][0-9]{0,15}+");

  private static final long MAX_INDEX = (1L << 53) - 1;
  private static final Pattern BLANKS = Pattern.compile("[ \\t\\r\\n]*+");
  private static final Pattern UNICODE_ESCAPE = Pattern.compile("u([0-9A-Fa-f]{4})");

  private final String text;
  private int at;
  private int anyElementsLeft;

  /**
   * Creates a reader of singular queries.
   *
   * @param from where the path begins
   */
  public JsonPathReader(String text, int from) {
    this(text, from, 0);
  }

  /**
   * Creates a reader of paths that may have steps {@code [*]}.
   *
   * @param maxAnyElement the maximum number of these steps in a path
   */
  JsonPathReader(String text, int from, int maxAnyElement) {
    this.text = text;
    this.at = from;
    this.anyElementsLeft = maxAnyElement;
  }

  /** Returns the path that begins here, if there is one. It is as long as possible. */
  public Optional<JsonPath> read() {
    if (!take('$')) {
      return Optional.empty();
    }
    List<PathStep> steps = new ArrayList<>();
    for (int end = at; ; end = at) {
      take(BLANKS);
      Optional<? extends PathStep> step;
      if (take('.')) {
        step = take(NAME).map(MemberStep::new);
      } else if (take('[')) {
        step = bracketed();
      } else {
        at = end;
        return Optional.of(new JsonPath(List.copyOf(steps)));
      }
      if (step.isEmpty() || steps.size() == JsonPath.MAX_STEPS) {
        return Optional.empty();
      }
      steps.add(step.get());
    }
  }

  /** Returns the index in the text after the path that was read. */
  public int end() {
    return at;
  }

  private Optional<? extends PathStep> bracketed() {
    take(BLANKS);
    Optional<? extends PathStep> step;
    if (take('"')) {
      step = quoted('"').map(MemberStep::new);
    } else if (take('\'')) {
      step = quoted('\'').map(MemberStep::new);
    } else if (anyElementsLeft > 0 && take('*')) {
      anyElementsLeft--;
      step = Optional.of(new AnyElementStep());
    } else {
      step =
          take(INDEX)
              .map(Long::valueOf)
              .filter(index -> Math.abs(index) <= MAX_INDEX)
              .map(ElementStep::new);
    }
    take(BLANKS);
    return take(']') ? step : Optional.empty();
  }

  private Optional<String> quoted(char quote) {
    StringBuilder name = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return hasHalfPairs(name) ? Optional.empty() : Optional.of(name.toString());
      } else if (c < ' ' || c == '\\' && !escaped(quote, name)) {
        return Optional.empty();
      } else if (c != '\\') {
        name.append(c);
      }
    }
    return Optional.empty();
  }

  /** Reads the rest of an escape sequence. Returns whether it is valid. */
  private boolean escaped(char quote, StringBuilder name) {
    Optional<String> unicode = take(UNICODE_ESCAPE);
    if (unicode.isPresent()) {
      name.append((char) Integer.parseInt(unicode.get().substring(1), 16));
      return true;
    }
    int known = at < text.length() ? ("bfnrt/\\" + quote).indexOf(text.charAt(at)) : -1;
    if (known < 0) {
      return false;
    }
    name.append(("\b\f\n\r\t/\\" + quote).charAt(known));
    at++;
    return true;
  }

  private static boolean hasHalfPairs(CharSequence name) {
    return name.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  private boolean take(char expected) {
    boolean found = at < text.length() && text.charAt(at) == expected;
    at += found ? 1 : 0;
    return found;
  }

  private Optional<String> take(Pattern expected) {
    Matcher matcher = expected.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(matcher.group());
  }
}
