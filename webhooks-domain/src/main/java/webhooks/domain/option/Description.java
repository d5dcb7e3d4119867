package webhooks.domain.option;

import java.util.Optional;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionValue;

/**
 * A text in which the owner says what the webhook is for.
 *
 * @param text at most {@value #MAX_LENGTH} characters, on one or more lines
 */
record Description(String text) implements Option {
  private static final int MAX_LENGTH = 1000;

  static Optional<Description> read(OptionValue value) {
    Optional<String> given = value.text();
    given.ifPresent(text -> check(value, text));
    return given.map(Description::new);
  }

  private static void check(OptionValue value, String text) {
    if (text.isBlank() || text.codePointCount(0, text.length()) > MAX_LENGTH) {
      value.invalid("must have 1 to " + MAX_LENGTH + " characters, not only spaces");
    } else if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
      value.invalid("must not have control characters but line feeds");
    }
  }

  @Override
  public Object stored() {
    return text;
  }
}
