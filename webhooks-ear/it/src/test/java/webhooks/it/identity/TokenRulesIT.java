package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.token.TokenBuilder;
import webhooks.it.harness.token.Tokens;

/** Checks which tokens the API accepts and how it refuses the others. */
class TokenRulesIT {
  private static final String REFUSED =
      "Access denied due to invalid access_token. Make sure that issuer is correct, the token is"
          + " not expired and is not corrupted.";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();
  private final Registered webhook =
      application.create(Application.Body.ofAccount(environment.receiver().inbox().url()));

  static Stream<Arguments> badTokens() {
    return Stream.of(
        row("expired beyond the skew", draft -> draft.at("exp", seconds(-120)).rs256()),
        row("not yet valid beyond the skew", draft -> draft.at("nbf", seconds(120)).rs256()),
        row("not yet valid, by far", draft -> draft.with("nbf", 1e308).rs256()),
        row("expiry beyond all times", draft -> draft.with("exp", 1e308).rs256()),
        row("issued beyond all times", draft -> draft.with("iat", Long.MAX_VALUE).rs256()),
        row("no expiry", draft -> draft.without("exp").rs256()),
        row("other issuer", draft -> draft.with("iss", "https://other.example.test").rs256()),
        row("issuer as prefix", draft -> draft.with("iss", Tokens.ISSUER + "/").rs256()),
        row("no issuer", draft -> draft.without("iss").rs256()),
        row("no audience", draft -> draft.without("aud").rs256()),
        row("other audience", draft -> draft.with("aud", "somebody").rs256()),
        row("no client", draft -> draft.without("client_id").rs256()),
        row("client that is no text", draft -> draft.with("client_id", 7).rs256()),
        row("blank client", draft -> draft.with("client_id", " ").rs256()),
        row("client of 256 characters", draft -> draft.with("client_id", "c".repeat(256)).rs256()),
        row("expiry as text", draft -> draft.with("exp", "tomorrow").rs256()),
        row("type of another kind", draft -> draft.type("logout+jwt").rs256()),
        row("key of somebody else", TokenBuilder::foreignKey),
        row("unknown key id", TokenBuilder::unknownKey),
        row("changed after signing", TokenBuilder::tampered),
        row("alg none", TokenBuilder::unsigned),
        row("HS256 with the public key", TokenBuilder::hs256WithPublicKey),
        row("garbage", draft -> "garbage"),
        row("three parts of garbage", draft -> "a.b.c"),
        row("no signature", draft -> draft.rs256().replaceAll("[^.]+$", "")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void refusesTheToken(String fault, Function<TokenBuilder, String> spoilt) {
    String token = spoilt.apply(application.draft());

    read(token).isError(401, "Unauthorized").hasMessage(REFUSED);
    environment.api().post("/webhooks").as(token).json("{}").send().isError(401, "Unauthorized");
    environment
        .api()
        .put("/admin/itwins/x")
        .as(token)
        .json("{}")
        .send()
        .isError(401, "Unauthorized");
  }

  static Stream<Arguments> goodTokens() {
    return Stream.of(
        row("RS256", TokenBuilder::rs256),
        row("ES256", TokenBuilder::es256),
        row("no subject", draft -> draft.without("sub").rs256()),
        row("no token id", draft -> draft.without("jti").rs256()),
        row("no time of issue", draft -> draft.without("iat").rs256()),
        row("type at+jwt", draft -> draft.type("at+jwt").rs256()),
        row("no type", draft -> draft.type(null).rs256()),
        row("expired within the skew", draft -> draft.at("exp", seconds(-30)).rs256()),
        row("not yet valid within the skew", draft -> draft.at("nbf", seconds(30)).rs256()),
        row("client in azp", draft -> renamed(draft, "azp").rs256()),
        row("client in appid", draft -> renamed(draft, "appid").rs256()),
        row("scopes as text", draft -> draft.with("scope", "openid webhooks:modify x").rs256()),
        row("scopes as array", draft -> scopes(draft, "openid", "webhooks:modify").rs256()),
        row("scope of the platform", draft -> scopes(draft, "itwin-platform").rs256()),
        row(
            "one of several audiences",
            draft -> draft.with("aud", List.of("somebody", Tokens.AUDIENCE)).rs256()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("goodTokens")
  void acceptsTokenForReadingAndCreating(String kind, Function<TokenBuilder, String> good) {
    String token = good.apply(application.draft());
    String body = Application.Body.ofAccount(environment.receiver().inbox().url()).toString();

    Answer created = environment.api().post("/webhooks").as(token).json(body).send().is(202);

    environment.api().get("/webhooks/" + created.json().getString("id")).as(token).send().is(200);
  }

  @Test
  void scopesInScpAreReadButMarkAUser() {
    TokenBuilder draft = application.draft().without("scope").with("scp", "webhooks:modify");

    environment.api().get("/webhooks").as(draft.rs256()).send().is(200);
    environment
        .api()
        .post("/webhooks")
        .as(draft.rs256())
        .json("{}")
        .send()
        .isError(403, "InsufficientPermissions");
  }

  @Test
  void clientIdNamesTheClientBeforeAzpAndAppid() {
    TokenBuilder draft = application.draft().with("azp", "other").with("appid", "another");

    read(draft.rs256()).is(200);
    read(draft.without("client_id").rs256()).isError(404, "WebhookNotFound");
  }

  @Test
  void namesTheMissingHeader() {
    environment
        .api()
        .get("/webhooks/" + webhook.id())
        .send()
        .isError(401, "HeaderNotFound")
        .hasMessage("Header Authorization was not found in the request. Access denied.");
  }

  @Test
  void namesAnotherScheme() {
    getWithHeader("Basic dXNlcjpwYXNzd29yZA==")
        .isError(401, "InvalidAuthorizationScheme")
        .hasMessage("Authorization scheme 'Basic' is not valid.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer  ", "bearer a b", "Bearer,"})
  void headerWithoutATokenIsRefused(String authorization) {
    Answer answer = getWithHeader(authorization).is(401);

    assertThat(answer.json().getJsonObject("error").getString("code"))
        .isIn("Unauthorized", "InvalidAuthorizationScheme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "bearer", "BEARER", "bEaReR"})
  void acceptsSchemeInAnyCase(String scheme) {
    getWithHeader(scheme + " " + application.token()).is(200);
  }

  @Test
  void readScopeReadsButDoesNotModify() {
    String token = scopes(application.draft(), "webhooks:read").rs256();

    read(token).is(200);
    assertLacks(
        "webhooks:modify",
        environment.api().patch("/webhooks/" + webhook.id()).as(token).json("{}").send());
    assertLacks("webhooks:modify", environment.api().post("/webhooks").as(token).json("{}").send());
    // The token is checked before the body.
    assertLacks(
        "webhooks:modify",
        environment.api().post("/webhooks").as(token).body("text/plain", "x").send());
  }

  @Test
  void namesTheScopeThatATokenLacks() {
    assertLacks("webhooks:read", read(scopes(application.draft(), "openid").rs256()));
    assertLacks("webhooks:read", read(application.draft().without("scope").rs256()));
    assertLacks("webhooks:read", read(scopes(application.draft(), "webhooks:modify2").rs256()));
    assertLacks("webhooks:read", read(scopes(application.draft(), "webhooks:admin").rs256()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhooks:modify", "webhooks:read", "itwin-platform"})
  void adminApiNeedsItsOwnScope(String scope) {
    String token = scopes(application.draft(), scope).rs256();
    String path = "/admin/itwins/" + UUID.randomUUID();

    assertLacks(
        "webhooks:admin",
        environment.api().put(path).as(token).json("{\"accountId\":\"a\"}").send());
    assertLacks("webhooks:admin", environment.api().get(path).as(token).send());
  }

  private static void assertLacks(String scope, Answer answer) {
    answer.isError(401, "Unauthorized");
    assertThat(answer.json().getJsonObject("error").getString("message")).contains(scope);
  }

  private Answer read(String token) {
    return getWithHeader("Bearer " + token);
  }

  private Answer getWithHeader(String authorization) {
    return environment
        .api()
        .get("/webhooks/" + webhook.id())
        .header("Authorization", authorization)
        .send();
  }

  private static Arguments row(String name, Function<TokenBuilder, String> signing) {
    return Arguments.of(name, signing);
  }

  private static Duration seconds(long count) {
    return Duration.ofSeconds(count);
  }

  private static TokenBuilder scopes(TokenBuilder draft, String... scopes) {
    return draft.with("scope", List.of(scopes));
  }

  private static TokenBuilder renamed(TokenBuilder draft, String claim) {
    return draft.without("client_id").with(claim, "client-of-" + claim);
  }
}
