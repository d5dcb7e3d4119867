package webhooks.domain.trace;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the header {@code tracestate} of W3C Trace Context. */
final class TraceState {
  private static final int MAX_LENGTH = 512;
  private static final int MAX_MEMBERS = 32;

  private static final Pattern KEY =
      Pattern.compile(
          "[a-z][a-z0-9_\\-*/]{0,255}|[a-z0-9][a-z0-9_\\-*/]{0,240}@[a-z][a-z0-9_\\-*/]{0,13}");

  /** Blanks around a member. A line break is no blank here, so a text with one is invalid. */
  private static final Pattern BLANKS = Pattern.compile("^[ \\t]+|[ \\t]+$");

  /** Printable ASCII without comma and equals sign; the last character is no blank. */
  private static final Pattern VALUE = Pattern.compile("[ -+\\--<>-~]{0,255}[!-+\\--<>-~]");

  private TraceState() {}

  /**
   * Returns the text if it is valid. Systems need not pass on more than 512 characters, so a longer
   * text is dropped. It is dropped as a whole, because a part of a member would be another member.
   */
  static Optional<String> checked(String text) {
    return text.length() <= MAX_LENGTH && isValid(text) ? Optional.of(text) : Optional.empty();
  }

  private static boolean isValid(String text) {
    Set<String> keys = new HashSet<>();
    for (String part : text.split(",", -1)) {
      String member = BLANKS.matcher(part).replaceAll("");
      int equals = member.indexOf('=');
      // A member may be empty.
      if (!member.isEmpty()
          && (equals < 0
              || !KEY.matcher(member.substring(0, equals)).matches()
              || !VALUE.matcher(member.substring(equals + 1)).matches()
              || !keys.add(member.substring(0, equals)))) {
        return false;
      }
    }
    return !keys.isEmpty() && keys.size() <= MAX_MEMBERS;
  }
}
