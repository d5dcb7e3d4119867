package webhooks.domain.option.authentication;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import webhooks.domain.address.CallbackUrl;
import webhooks.domain.address.InvalidCallbackUrl;
import webhooks.domain.address.Origin;
import webhooks.domain.option.value.OptionContext;
import webhooks.domain.option.value.OptionValue;

/**
 * A bearer token of an issuer, which the product requests as a client (RFC 6749, section 4.4, and
 * RFC 6750).
 *
 * <p>The client's secret belongs to the origin of the issuer, and the token to the origin of the
 * receiver. After a change of one of them, no token is requested until the secret is set again.
 *
 * @param request the request for a token, never shown as a whole
 * @param origin the origin of the callback URL when the secret was set; {@link Origin#NONE} after a
 *     change of the issuer's origin
 */
public record OAuth2Authentication(TokenRequest request, Origin origin) implements Authentication {
  /** The member with the URL of the issuer. */
  public static final String TOKEN_URL = "tokenUrl";

  /** The name of this type. */
  static final String OAUTH2 = "oauth2";

  private static final String CLIENT_ID = "clientId";
  private static final String CLIENT_SECRET = "clientSecret";
  private static final String SCOPE = "scope";
  private static final String AUDIENCE = "audience";
  private static final String CLIENT_AUTHENTICATION = "clientAuthentication";

  /** Names without quote and backslash, with one space between two (RFC 6749, section 3.3). */
  private static final Pattern SCOPES = Pattern.compile("[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*+");

  /** Reads the parts of a token request. If the secret is left out, it stays the same. */
  static Optional<OAuth2Authentication> read(OptionValue value, OptionContext context) {
    Optional<String> tokenUrl = value.requiredText(TOKEN_URL);
    tokenUrl.ifPresent(text -> checkUrl(text, value));
    Optional<String> clientId = value.requiredText(CLIENT_ID);
    clientId
        .filter(text -> !Authentication.isText(text))
        .ifPresent(text -> value.invalid(CLIENT_ID, TEXT_RULE));
    Optional<String> scope = optionalText(value, SCOPE);
    Optional<String> audience = optionalText(value, AUDIENCE);
    scope
        .filter(text -> Authentication.isText(text) && !SCOPES.matcher(text).matches())
        .ifPresent(text -> value.invalid(SCOPE, "must be names with one space between two"));
    Optional<ClientAuthentication> clientAuthentication = clientAuthentication(value);
    Optional<OptionValue> secret = value.member(CLIENT_SECRET);
    if (Stream.of(tokenUrl, clientId, scope, audience, clientAuthentication)
        .anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    TokenRequest withoutSecret =
        new TokenRequest(
            tokenUrl.get(),
            clientId.get(),
            "",
            scope.get(),
            audience.get(),
            clientAuthentication.get());
    return secret.isPresent()
        ? given(withoutSecret, secret.get(), context.originOf(value))
        : kept(withoutSecret, value, context);
  }

  private static void checkUrl(String text, OptionValue value) {
    try {
      CallbackUrl.parse(text);
    } catch (InvalidCallbackUrl e) {
      value.invalid(TOKEN_URL, e::messageFor);
    }
  }

  /** Returns an empty text for a member that is left out, and nothing for one that is no text. */
  private static Optional<String> optionalText(OptionValue value, String name) {
    Optional<OptionValue> member = value.member(name);
    if (member.isEmpty()) {
      return Optional.of("");
    }
    Optional<String> given = member.get().text();
    given
        .filter(text -> !Authentication.isText(text))
        .ifPresent(text -> value.invalid(name, TEXT_RULE));
    return given;
  }

  private static Optional<ClientAuthentication> clientAuthentication(OptionValue value) {
    Optional<OptionValue> member = value.member(CLIENT_AUTHENTICATION);
    if (member.isEmpty()) {
      return Optional.of(ClientAuthentication.BASIC);
    }
    Optional<String> given = member.get().text();
    Optional<ClientAuthentication> known = given.flatMap(ClientAuthentication::of);
    given
        .filter(text -> known.isEmpty())
        .ifPresent(text -> value.invalid(CLIENT_AUTHENTICATION, "must be basic or post"));
    return known;
  }

  private static Optional<OAuth2Authentication> given(
      TokenRequest request, OptionValue secret, Origin origin) {
    Optional<String> given = secret.text();
    given.filter(text -> !Authentication.isText(text)).ifPresent(text -> secret.invalid(TEXT_RULE));
    return given.map(text -> new OAuth2Authentication(with(text, request), origin));
  }

  /** A new client id needs a secret: the stored one belongs to the old client. */
  private static Optional<OAuth2Authentication> kept(
      TokenRequest request, OptionValue whole, OptionContext context) {
    Optional<OAuth2Authentication> before =
        context
            .before(OAuth2Authentication.class)
            .filter(one -> one.request.clientId().equals(request.clientId()));
    if (before.isEmpty()) {
      whole.invalid(CLIENT_SECRET, "is required, because this client has no secret to keep");
    }
    return before.map(
        one ->
            new OAuth2Authentication(
                with(one.request.clientSecret(), request),
                one.hasIssuer(request) ? one.origin : Origin.NONE));
  }

  private static TokenRequest with(String secret, TokenRequest request) {
    return new TokenRequest(
        request.tokenUrl(),
        request.clientId(),
        secret,
        request.scope(),
        request.audience(),
        request.clientAuthentication());
  }

  private boolean hasIssuer(TokenRequest other) {
    Optional<Origin> issuer = request.url().map(CallbackUrl::origin);
    return issuer.isPresent() && issuer.equals(other.url().map(CallbackUrl::origin));
  }

  /**
   * Returns the request for the token that a receiver of this origin gets; empty if it gets none.
   */
  public Optional<TokenRequest> requestFor(Origin receiver) {
    return origin.equals(receiver) ? Optional.of(request) : Optional.empty();
  }

  @Override
  public OAuth2Authentication unbound() {
    return new OAuth2Authentication(request, Origin.NONE);
  }

  @Override
  public Object stored() {
    Map<String, Object> json = withoutSecret();
    json.put(CLIENT_SECRET, request.clientSecret());
    json.put(OptionContext.ORIGIN, origin.text());
    return json;
  }

  @Override
  public Object shown(Origin receiver) {
    Map<String, Object> json = withoutSecret();
    json.put(BOUND, requestFor(receiver).isPresent());
    return json;
  }

  private Map<String, Object> withoutSecret() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(TYPE, OAUTH2);
    json.put(TOKEN_URL, request.tokenUrl());
    json.put(CLIENT_ID, request.clientId());
    json.put(SCOPE, request.scope());
    json.put(AUDIENCE, request.audience());
    json.put(CLIENT_AUTHENTICATION, request.clientAuthentication().text());
    json.values().removeIf(""::equals);
    return json;
  }

  /** Returns a description without values. */
  @Override
  public String toString() {
    return "OAuth2Authentication[]";
  }
}
