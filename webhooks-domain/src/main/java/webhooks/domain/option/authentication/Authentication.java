package webhooks.domain.option.authentication;

import java.util.Optional;
import webhooks.domain.address.Origin;
import webhooks.domain.option.header.RequestHeader;
import webhooks.domain.option.value.Option;
import webhooks.domain.option.value.OptionContext;
import webhooks.domain.option.value.OptionValue;

/** How each request of a webhook proves to the receiver who sends it. */
public sealed interface Authentication extends Option
    permits BasicAuthentication, OAuth2Authentication {
  /** The member with the type. */
  String TYPE = "type";

  /** The member that says whether the credentials are sent. */
  String BOUND = "bound";

  /** The rule of {@link #isText}. */
  String TEXT_RULE = "must have 1 to 1000 characters, no control character";

  /** Reads the authentication of the type that the value names. */
  static Optional<Authentication> read(OptionValue value, OptionContext context) {
    Optional<String> type = value.isObject() ? value.requiredText(TYPE) : Optional.empty();
    return type.flatMap(name -> read(name, value, context));
  }

  private static Optional<Authentication> read(
      String type, OptionValue value, OptionContext context) {
    Optional<? extends Authentication> read;
    switch (type) {
      case BasicAuthentication.BASIC -> read = BasicAuthentication.read(value, context);
      case OAuth2Authentication.OAUTH2 -> read = OAuth2Authentication.read(value, context);
      default -> {
        value.invalid(TYPE, "must be basic or oauth2");
        return Optional.empty();
      }
    }
    value.refuseUnknown();
    return read.map(Authentication.class::cast);
  }

  /** Returns whether a text can be a credential, or a parameter of a token request. */
  static boolean isText(String text) {
    return !text.isEmpty()
        && text.length() <= 1000
        && text.chars().noneMatch(Character::isISOControl);
  }

  /**
   * Returns the header {@code Authorization} of each request, if this receiver gets it and no token
   * is needed for it.
   */
  default Optional<RequestHeader> header(Origin receiver) {
    return Optional.empty();
  }
}
