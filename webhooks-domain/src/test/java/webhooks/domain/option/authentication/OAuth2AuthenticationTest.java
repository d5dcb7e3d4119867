package webhooks.domain.option.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static webhooks.domain.option.OptionRules.OTHER;
import static webhooks.domain.option.OptionRules.RECEIVER;
import static webhooks.domain.option.OptionRules.faults;
import static webhooks.domain.option.OptionRules.options;
import static webhooks.domain.option.OptionRules.patch;
import static webhooks.domain.option.OptionRules.shown;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.option.WebhookOptions;

/** The rules of a token that an issuer gives (OPTIONS, section 2). */
class OAuth2AuthenticationTest {
  private static final String ISSUER = "'tokenUrl': 'https://issuer.example/token'";
  private static final String ALL =
      oauth2(
          ISSUER
              + ", 'clientId': 'app', 'clientSecret': 'canary', 'scope': 'a b', 'audience': 'x',"
              + " 'clientAuthentication': 'post'");

  private static String oauth2(String members) {
    return "{'authentication': {'type': 'oauth2', " + members + "}}";
  }

  private static Optional<TokenRequest> request(WebhookOptions options) {
    return options.oauth2().orElseThrow().requestFor(RECEIVER);
  }

  @Test
  void readsAllMembers() {
    assertThat(request(options(ALL)))
        .contains(
            new TokenRequest(
                "https://issuer.example/token",
                "app",
                "canary",
                "a b",
                "x",
                ClientAuthentication.POST));
  }

  @Test
  void optionalMembersHaveDefaults() {
    assertThat(request(options(oauth2(ISSUER + ", 'clientId': 'app', 'clientSecret': 's'"))))
        .contains(
            new TokenRequest(
                "https://issuer.example/token", "app", "s", "", "", ClientAuthentication.BASIC));
  }

  @Test
  void neverShowsSecret() {
    WebhookOptions options = options(ALL);

    assertThat(shown(options))
        .isEqualTo(
            "{'authentication':{'type':'oauth2','tokenUrl':'https://issuer.example/token',"
                + "'clientId':'app','scope':'a b','audience':'x','clientAuthentication':'post',"
                + "'bound':true}}");
    assertThat(options.oauth2().orElseThrow().toString()).doesNotContain("canary");
    assertThat(request(options).orElseThrow().toString()).doesNotContain("canary");
  }

  @Test
  void needsNoOtherHeader() {
    assertThat(options(ALL).requestHeaders(RECEIVER)).isEmpty();
    assertThat(
            options("{'authentication':{'type':'basic','username':'u','password':'p'}}").oauth2())
        .isEmpty();
  }

  @Test
  void storedAuthenticationIsReadBack() {
    WebhookOptions before = options(ALL);
    WebhookOptions read = WebhookOptions.parse(before.stored());

    assertThat(read.changes(before)).isEmpty();
    assertThat(request(read)).isEqualTo(request(before));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'clientId': 'c', 'clientSecret': 's' | InvalidValue authentication.tokenUrl",
        "'tokenUrl': 1, 'clientId': 'c', 'clientSecret': 's' | InvalidValue authentication.tokenUrl",
        "'tokenUrl': 'https://i.example/', 'clientSecret': 's'"
            + " | InvalidValue authentication.clientId",
        "'tokenUrl': 'https://i.example/', 'clientId': 'c'"
            + " | InvalidValue authentication.clientSecret",
        "'tokenUrl': 'https://i.example/', 'clientId': 'c', 'clientSecret': ''"
            + " | InvalidValue authentication.clientSecret",
        "'tokenUrl': 'https://i.example/', 'clientId': 'c', 'clientSecret': 'a\\nb'"
            + " | InvalidValue authentication.clientSecret",
        "'tokenUrl': 'https://i.example/', 'clientId': 'a\\u0000', 'clientSecret': 's'"
            + " | InvalidValue authentication.clientId",
        "'tokenUrl': 'https://i.example/', 'clientId': 'c', 'clientSecret': 's', 'x': 1"
            + " | InvalidProperty authentication.x",
        "'tokenUrl': 'https://i.example/', 'clientId': 'c', 'clientSecret': 's', 'username': 'u'"
            + " | InvalidProperty authentication.username",
        "'tokenUrl': 'https://i.example/', 'clientId': 'c', 'clientSecret': 's', 'bound': true"
            + " | InvalidProperty authentication.bound",
        "'tokenUrl': 'https://i.example/', 'clientId': 'c', 'clientSecret': 's', 'scope': 'a  b'"
            + " | InvalidValue authentication.scope",
        "'tokenUrl': 'https://i.example/', 'clientId': 'c', 'clientSecret': 's', 'scope': ['a']"
            + " | InvalidValue authentication.scope",
        "'tokenUrl': 'https://i.example/', 'clientId': 'c', 'clientSecret': 's', 'audience': ''"
            + " | InvalidValue authentication.audience",
        "'tokenUrl': 'https://i.example/', 'clientId': 'c', 'clientSecret': 's',"
            + " 'clientAuthentication': 'jwt' | InvalidValue authentication.clientAuthentication"
      })
  void refuses(String members, String fault) {
    assertThat(faults(oauth2(members))).containsExactly(fault);
  }

  /** All rules of a callback URL. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example/token",
        "/token",
        "https://user@issuer.example/token",
        "https://issuer.example/token#x",
        "https://issuer.example:0/token",
        "https://1.2.3/../x y",
        "https://[::1/token",
        "https://issuer.example/é"
      })
  void refusesUrl(String url) {
    assertThat(faults(oauth2("'tokenUrl': '" + url + "', 'clientId': 'c', 'clientSecret': 's'")))
        .containsExactly("InvalidValue authentication.tokenUrl");
  }

  @Test
  void namesAllFaults() {
    assertThat(
            faults(
                oauth2("'tokenUrl': 'http://i.example/', 'clientId': '', 'clientSecret': '\\n'")))
        .containsExactly(
            "InvalidValue authentication.tokenUrl",
            "InvalidValue authentication.clientId",
            "InvalidValue authentication.clientSecret");
  }

  @Test
  void authorizationHeaderIsRefusedBesideIt() {
    assertThat(
            faults(options(ALL), "{'headers': [{'name': 'authorization', 'value': 'Bearer a'}]}"))
        .containsExactly("InvalidValue headers[0].name");
  }

  @Test
  void leftOutSecretIsKeptForItsClient() {
    WebhookOptions before = options(ALL);

    WebhookOptions changed = patch(before, oauth2(ISSUER + ", 'clientId': 'app'"));

    assertThat(request(changed).orElseThrow().clientSecret()).isEqualTo("canary");
    assertThat(request(changed).orElseThrow().scope()).isEmpty();
    assertThat(faults(before, oauth2(ISSUER + ", 'clientId': 'other'")))
        .containsExactly("InvalidValue authentication.clientSecret");
  }

  @Test
  void passwordIsNoSecretToKeep() {
    WebhookOptions basic =
        options("{'authentication': {'type': 'basic', 'username': 'app', 'password': 'canary'}}");

    assertThat(faults(basic, oauth2(ISSUER + ", 'clientId': 'app'")))
        .containsExactly("InvalidValue authentication.clientSecret");
  }

  @Test
  void secretStaysBoundToItsIssuer() {
    WebhookOptions moved =
        patch(
            options(ALL),
            oauth2("'tokenUrl': 'https://ISSUER.example:443/other', 'clientId': 'app'"));

    assertThat(request(moved)).isPresent();
  }

  /** A caller who may change the URL of the issuer must not read the secret there. */
  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example/token", "https://issuer.example:8443/token"})
  void secretIsNotSentToAnotherIssuer(String url) {
    WebhookOptions moved =
        patch(options(ALL), oauth2("'tokenUrl': '" + url + "', 'clientId': 'app'"));

    assertThat(request(moved)).isEmpty();
    assertThat(shown(moved)).contains("'bound':false");
    WebhookOptions back = patch(moved, oauth2(ISSUER + ", 'clientId': 'app'"));
    assertThat(request(back)).as("after the way back").isEmpty();
    assertThat(request(WebhookOptions.parse(back.stored()))).as("stored").isEmpty();
    assertThat(request(patch(back, ALL))).as("set again").isPresent();
  }

  /** A caller who may change the callback URL must not read the token there. */
  @Test
  void tokenIsForOneReceiver() {
    OAuth2Authentication authentication = options(ALL).oauth2().orElseThrow();

    assertThat(authentication.requestFor(OTHER)).isEmpty();
    assertThat(authentication.shown(OTHER).toString()).contains("bound=false");
    WebhookOptions unbound = options(ALL).unbound();
    assertThat(request(unbound)).isEmpty();
    assertThat(request(patch(unbound, oauth2(ISSUER + ", 'clientId': 'app'"))))
        .as("the secret is kept, and not set again")
        .isEmpty();
  }

  @Test
  void changeIsNamed() {
    assertThat(options(ALL).changes(WebhookOptions.NONE)).isEqualTo(List.of("authentication"));
  }
}
