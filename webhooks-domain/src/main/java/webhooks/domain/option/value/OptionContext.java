package webhooks.domain.option.value;

import java.util.Optional;
import webhooks.domain.address.Origin;
import webhooks.domain.settings.OptionSettings;

/**
 * The present state that the reader of an option needs.
 *
 * @param before the present value of the option; a secret that the JSON leaves out keeps its value
 * @param receiver the present origin of the callback URL, to which new credentials belong; empty
 *     while stored options are read, which name the origin of each credential
 * @param maxima the operator's maxima; the largest ones while stored options are read, because
 *     these were allowed when they were set
 */
public record OptionContext(
    Optional<Option> before, Optional<Origin> receiver, OptionSettings maxima) {
  /** The member of stored credentials with the origin to which they belong. */
  public static final String ORIGIN = "origin";

  /** Returns the present value if it is of a type. */
  public <T extends Option> Optional<T> before(Class<T> type) {
    return before.filter(type::isInstance).map(type::cast);
  }

  /** Returns the origin to which the credentials in an object belong. */
  public Origin originOf(OptionValue object) {
    return receiver.orElseGet(() -> new Origin(object.requiredText(ORIGIN).orElse("unknown")));
  }
}
