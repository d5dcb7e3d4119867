package webhooks.domain.option.authentication;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import webhooks.domain.address.Origin;
import webhooks.domain.option.header.RequestHeader;
import webhooks.domain.option.value.OptionContext;
import webhooks.domain.option.value.OptionValue;

/**
 * User name and password for the receiver (RFC 7617).
 *
 * @param username has no colon and no control character
 * @param password never shown, and only sent to the origin
 * @param origin the origin of the callback URL when the password was set
 */
public record BasicAuthentication(String username, String password, Origin origin)
    implements Authentication {
  /** The name of this type. */
  static final String BASIC = "basic";

  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";

  /** Reads user name and password. If the password is left out, it stays the same. */
  static Optional<BasicAuthentication> read(OptionValue value, OptionContext context) {
    Optional<String> username = value.requiredText(USERNAME);
    username
        .filter(text -> !Authentication.isText(text) || text.indexOf(':') >= 0)
        .ifPresent(
            text ->
                value.invalid(
                    USERNAME, "must have 1 to 1000 characters, no colon and no control character"));
    Optional<OptionValue> password = value.member(PASSWORD);
    return username.flatMap(
        user ->
            password.isPresent()
                ? given(user, password.get(), value, context)
                : kept(user, value, context));
  }

  private static Optional<BasicAuthentication> given(
      String username, OptionValue password, OptionValue whole, OptionContext context) {
    Origin origin = context.originOf(whole);
    Optional<String> given = password.text();
    given
        .filter(text -> !Authentication.isText(text))
        .ifPresent(text -> password.invalid(Authentication.TEXT_RULE));
    return given.map(text -> new BasicAuthentication(username, text, origin));
  }

  /** A new user name needs a password: the stored one belongs to the old user. */
  private static Optional<BasicAuthentication> kept(
      String username, OptionValue whole, OptionContext context) {
    Optional<BasicAuthentication> kept =
        context.before(BasicAuthentication.class).filter(one -> username.equals(one.username()));
    if (kept.isEmpty()) {
      whole.invalid(PASSWORD, "is required, because this user has no password to keep");
    }
    return kept;
  }

  private boolean isSentTo(Origin receiver) {
    return origin.equals(receiver);
  }

  @Override
  public Optional<RequestHeader> header(Origin receiver) {
    if (!isSentTo(receiver)) {
      return Optional.empty();
    }
    String credentials =
        Base64.getEncoder()
            .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
    return Optional.of(
        new RequestHeader(
            RequestHeader.AUTHORIZATION, "Basic " + credentials, List.of(credentials, password)));
  }

  @Override
  public BasicAuthentication unbound() {
    return new BasicAuthentication(username, password, Origin.NONE);
  }

  @Override
  public Object stored() {
    return Map.of(
        TYPE, BASIC, USERNAME, username, PASSWORD, password, OptionContext.ORIGIN, origin.text());
  }

  @Override
  public Object shown(Origin receiver) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(TYPE, BASIC);
    json.put(USERNAME, username);
    json.put(BOUND, isSentTo(receiver));
    return json;
  }

  /** Returns a description without the password. */
  @Override
  public String toString() {
    return "BasicAuthentication[]";
  }
}
