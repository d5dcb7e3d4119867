package webhooks.it.identity;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.http.Answer;

/** Requests tokens of a realm as applications and users do. */
public final class KeycloakTokens {
  /** The client that users log in with. */
  static final String CONSOLE = "console";

  /** The page to which the browser returns after a login. No server listens there. */
  static final String CALLBACK = "http://127.0.0.1/logged-in";

  static final String PROTOCOL = "/protocol/openid-connect/";

  private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
  private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

  private final Keycloak keycloak;
  private final String endpoint;

  /** An application that logs in with its own secret. */
  public record Client(String clientId, String secret) {}

  /** A user who logs in with a password. */
  public record User(String name, String password) {}

  /** How a user logs in: with the password in the console, or on Keycloak's page. */
  enum Login {
    BY_PASSWORD,
    AT_THE_PAGE
  }

  KeycloakTokens(Keycloak keycloak, String realm) {
    this.keycloak = keycloak;
    this.endpoint = realm + PROTOCOL;
  }

  /** Requests a token with the application's own credentials and these scopes. */
  public String of(Client client, String... scopes) {
    return token(
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            client.clientId(),
            "client_secret",
            client.secret(),
            "scope",
            "openid " + String.join(" ", scopes)));
  }

  /** Requests a user's token for the console. */
  String of(User user, Login login, String scope) {
    return switch (login) {
      case BY_PASSWORD -> byPassword(user, scope);
      case AT_THE_PAGE -> loginOnKeycloaksPage(user, scope);
    };
  }

  private String byPassword(User user, String scope) {
    return token(
        Map.of(
            "grant_type",
            "password",
            "client_id",
            CONSOLE,
            "username",
            user.name(),
            "password",
            user.password(),
            "scope",
            scope));
  }

  private String loginOnKeycloaksPage(User user, String scope) {
    String query =
        "auth?response_type=code&client_id=%s&redirect_uri=%s&scope=openid%%20%s"
            .formatted(CONSOLE, CALLBACK, scope);
    Answer page = keycloak.api().get(endpoint + query).send().is(200);
    String action = found(FORM, page.body()).replace("&amp;", "&");
    Answer redirect =
        keycloak
            .api()
            .post(action.substring(keycloak.base().toString().length()))
            .header("Cookie", cookies(page))
            .form(Map.of("username", user.name(), "password", user.password()))
            .send()
            .is(302);
    return token(
        Map.of(
            "grant_type",
            "authorization_code",
            "client_id",
            CONSOLE,
            "redirect_uri",
            CALLBACK,
            "code",
            found(CODE, redirect.headers().firstValue("Location").orElseThrow())));
  }

  private static String cookies(Answer page) {
    return page.headers().allValues("Set-Cookie").stream()
        .map(cookie -> cookie.split(";", 2)[0])
        .collect(Collectors.joining("; "));
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("No " + pattern + " in " + text);
    }
    return matcher.group(1);
  }

  private String token(Map<String, String> form) {
    Answer answer = keycloak.api().post(endpoint + "token").form(form).send().is(200);
    return Secrets.remember(answer.json().getString("access_token"));
  }
}
