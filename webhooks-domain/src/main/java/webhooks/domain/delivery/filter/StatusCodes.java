package webhooks.domain.delivery.filter;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One HTTP status code, such as 503, or a class of them, such as {@code 5xx}.
 *
 * @param first the smallest code
 * @param last the largest code
 */
public record StatusCodes(int first, int last) {
  private static final Pattern CLASS = Pattern.compile("[1-5]xx");
  private static final Pattern CODE = Pattern.compile("[1-9]\\d\\d");
  private static final int OF_CLASS = 100;

  /** Returns the codes of a text; empty if the text is neither a code nor a class. */
  public static Optional<StatusCodes> of(String text) {
    if (CLASS.matcher(text).matches()) {
      int first = Character.digit(text.charAt(0), 10) * OF_CLASS;
      return Optional.of(new StatusCodes(first, first + OF_CLASS - 1));
    }
    return CODE.matcher(text).matches()
        ? Optional.of(new StatusCodes(Integer.parseInt(text), Integer.parseInt(text)))
        : Optional.empty();
  }

  /** Returns the text of which {@link #of} makes these codes. */
  public String text() {
    return first == last ? Integer.toString(first) : first / OF_CLASS + "xx";
  }

  /** Returns whether a success has one of them. */
  boolean includeSuccess() {
    return first <= 299 && last >= 200;
  }
}
