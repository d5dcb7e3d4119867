package webhooks.it.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import webhooks.it.harness.Secrets;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.selection.Soak;
import webhooks.it.harness.token.TokenBuilder;

/**
 * Tests tokens of issuers with a preset: applications may create webhooks, users may not.
 *
 * <p>Names and types of claims are those of each issuer's documentation. {@link KeycloakIT} uses a
 * real Keycloak. In the default build {@code TokenPresetTest} has all rows, without HTTP.
 */
@Soak
class PresetIT {
  private static final String TENANT = "fa15d692-e9c7-4460-a743-29f29522229a";
  private static final String ENTRA = "https://login.microsoftonline.com/" + TENANT + "/v2.0";
  private static final String ENTRA_V1 = "https://sts.windows.net/" + TENANT + "/";
  private static final String ENTRA_API = "6e74172b-be56-4843-9ff4-e66a39bb12e3";

  /**
   * learn.microsoft.com/entra/identity-platform/access-token-claims-reference: only tokens of
   * version 2 have {@code azp}, and {@code roles} holds an application's permissions. There,
   * optional-claims-reference: {@code idtyp} is {@code app} in an application's own token.
   */
  private static final String ENTRA_APPLICATION =
      """
      {"aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","aio":"E2ZgYDhQuvTCVvs7u75OtD8f4fz7CAA=",
       "azp":"43491b2d-88ea-406b-8e36-8f50ccb0b4da","azpacr":"1","idtyp":"app",
       "oid":"9c8c1b54-2f4f-4c69-a0b4-0c1b9ba7a2ff","rh":"0.AbC.","roles":["webhooks:modify"],
       "sub":"9c8c1b54-2f4f-4c69-a0b4-0c1b9ba7a2ff","tid":"fa15d692-e9c7-4460-a743-29f29522229a",
       "uti":"4GOPt79GP0if650O0N7iAA","ver":"2.0"}""";

  /** The same page: only users' tokens have {@code scp}. Their {@code roles} are the user's. */
  private static final String ENTRA_USER =
      """
      {"aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","azp":"43491b2d-88ea-406b-8e36-8f50ccb0b4da",
       "azpacr":"0","name":"Jane Doe","oid":"690222be-ff1a-4d56-abd1-7e4f7d38e474",
       "preferred_username":"jane@example.test","scp":"webhooks:modify",
       "sub":"HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ",
       "tid":"fa15d692-e9c7-4460-a743-29f29522229a","uti":"fqiBqXLPj0eQa82S-IYFAA","ver":"2.0"}""";

  /** The same page: only version 1 has {@code appid}, {@code amr} and {@code unique_name}. */
  private static final String ENTRA_USER_V1 =
      """
      {"aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","appid":"43491b2d-88ea-406b-8e36-8f50ccb0b4da",
       "appidacr":"0","acr":"1","amr":["pwd"],"family_name":"Doe","given_name":"Jane",
       "ipaddr":"192.0.2.1","name":"Jane","scp":"webhooks:modify",
       "unique_name":"jane@example.test","upn":"jane@example.test",
       "tid":"fa15d692-e9c7-4460-a743-29f29522229a","ver":"1.0"}""";

  private static final String AUTH0 = "https://acme.us.auth0.com/";
  private static final String AUTH0_API = "https://webhooks.example.test";

  /**
   * auth0.com/docs/secure/tokens/access-tokens/access-token-profiles. The client credentials flow
   * adds {@code gty}. For {@code org_id} see
   * auth0.com/docs/manage-users/organizations/organizations-for-m2m-applications.
   */
  private static final String AUTH0_APPLICATION =
      """
      {"sub":"Zk3mPq7RtXw2Yb9Lc4Nd8Vf1Hg6Js0Ae@clients","aud":"https://webhooks.example.test",
       "azp":"Zk3mPq7RtXw2Yb9Lc4Nd8Vf1Hg6Js0Ae","scope":"webhooks:read webhooks:modify",
       "gty":"client-credentials","org_id":"org_9ybsU1dN2dKfDkBi"}""";

  /** The sample of the Auth0 profile on the first of these pages. */
  private static final String AUTH0_USER =
      """
      {"sub":"auth0|123456","aud":["https://webhooks.example.test",
       "https://acme.us.auth0.com/userinfo"],"azp":"my_client_id",
       "scope":"openid profile webhooks:modify","org_id":"org_9ybsU1dN2dKfDkBi"}""";

  private static final String IMS = "https://ims.bentley.com";
  private static final String IMS_API = "bentley-api-management";

  /** Has scopes as an array and no {@code sub}. Bentley publishes no reference of the claims. */
  private static final String IMS_APPLICATION =
      """
      {"scope":["itwin-platform"],"client_id":"service-hooks",
       "aud":["https://ims.bentley.com/as/token.oauth2","bentley-api-management"],
       "org":"72adad30-c07c-465d-a1fe-2f2dfac950a4"}""";

  private static final String KEYCLOAK = "https://login.example.test/realms/acme";
  private static final String KEYCLOAK_API = "webhooks";

  /** A token of Keycloak 26.4. */
  private static final String KEYCLOAK_APPLICATION =
      """
      {"jti":"trrtcc:9815af41-d055-91b8-74bc-cc3e3f245f9d","aud":["webhooks","account"],
       "sub":"7105cedb-6f2c-4ecc-a644-9b7a0d65dd0c","typ":"Bearer","azp":"Hooks","acr":"1",
       "realm_access":{"roles":["default-roles-acme","offline_access"]},
       "scope":"webhooks:modify profile email","email_verified":false,"clientHost":"127.0.0.1",
       "org":"acme","roles":["default-roles-acme","offline_access"],
       "preferred_username":"service-account-hooks","clientAddress":"127.0.0.1",
       "client_id":"Hooks"}""";

  /** A token of Keycloak 26.4 for a user who registered under that name. */
  private static final String KEYCLOAK_USER =
      """
      {"jti":"onrtro:7cddf77c-368a-d45b-8cfb-7a7c0e5b343b","aud":["webhooks","account"],
       "sub":"fb0961a5-27d0-4f4c-84ec-19cfd89b16cf","typ":"Bearer","azp":"console",
       "sid":"280ca9e5-9b9d-cc5e-789c-07c498110de4","acr":"1",
       "realm_access":{"roles":["default-roles-acme","Account Administrator"]},
       "scope":"webhooks:modify profile email","email_verified":true,"org":"acme",
       "preferred_username":"service-account-console","name":"J D","given_name":"J",
       "family_name":"D","email":"jane@example.test"}""";

  private static TestEnvironment environment;

  private String issuer;

  @BeforeAll
  static void open() {
    environment = TestEnvironment.named("preset");
  }

  @AfterEach
  void stop() {
    environment.product().stop();
  }

  @AfterAll
  static void close() {
    environment.close();
  }

  private void start(String preset, String trusted, String audience) {
    issuer = trusted;
    environment
        .product()
        .with("webhooks.token.preset", preset)
        .with("mp.jwt.verify.issuer", trusted)
        .with("mp.jwt.verify.audiences", audience)
        .start();
  }

  @Test
  void entraApplicationMayCreateByRoleAndUserMayNot() {
    start("entra", ENTRA, ENTRA_API);
    String first = with(ENTRA_APPLICATION, "'azp':", "'appid':");

    assertCreates(ENTRA_APPLICATION, TENANT);
    assertCreates(with(first, "'ver':'2.0'", "'ver':'1.0'"), TENANT);
    assertMayNotCreate(ENTRA_USER);
    assertMayNotCreate(ENTRA_USER_V1);
    assertMayNotCreate(with(ENTRA_USER, "{", "{'idtyp':'user',"));
    // The role is assigned to the user, so it is no permission of the application.
    assertMayNotCreate(with(ENTRA_USER, "{", "{'roles':['webhooks:modify'],"));
    assertMayNotCreate(with(ENTRA_APPLICATION, "'idtyp':'app'", "'scp':'webhooks:modify'"));
    assertMayNotCreate(with(ENTRA_APPLICATION, "'idtyp':'app',", ""));
    assertMayNotCreate(with(ENTRA_APPLICATION, "'tid':", "'org':"));

    assertRefused(with(ENTRA_APPLICATION, "'roles':['webhooks:modify']", "'roles':['Other.Read']"));
    assertRefused(
        with(ENTRA_APPLICATION, "'roles':['webhooks:modify']", "'scope':'webhooks:modify'"));
    assertRefused(with(ENTRA_USER, "'scp':'webhooks:modify'", "'scp':'User.Read'"));
    assertRefused(with(ENTRA_APPLICATION, "'azp':", "'client_id':"));
    assertRefused(with(ENTRA_APPLICATION, ENTRA_API, UUID.randomUUID().toString()));
    assertRefused(with(ENTRA_APPLICATION, "{", "{'iss':'" + ENTRA_V1 + "',"));
  }

  @Test
  void auth0ApplicationMayCreateAndUserMayNot() {
    start("auth0", AUTH0, AUTH0_API);
    String gty = "'gty':'client-credentials'";

    assertCreates(AUTH0_APPLICATION, "org_9ybsU1dN2dKfDkBi");
    assertMayNotCreate(AUTH0_USER);
    assertMayNotCreate(with(AUTH0_APPLICATION, gty, "'gty':'password'"));
    assertMayNotCreate(with(AUTH0_APPLICATION, gty, "'gty':['client-credentials','password']"));
    // The profile of RFC 9068 has no gty, so no claim shows the kind of caller.
    assertMayNotCreate(
        with(
            with(AUTH0_APPLICATION, gty, "'jti':'73WakrfVbNJBaAmhQtEeDv'"),
            "'azp':",
            "'client_id':"));
    assertMayNotCreate(with(AUTH0_APPLICATION, "'org_id':", "'org':"));

    assertRefused(
        with(
            AUTH0_APPLICATION,
            "'scope':'webhooks:read webhooks:modify'",
            "'permissions':['webhooks:modify']"));
    assertRefused(with(AUTH0_APPLICATION, "'azp':", "'appid':"));
    assertRefused(with(AUTH0_APPLICATION, AUTH0_API, AUTH0_API + "/"));
    assertRefused(with(AUTH0_APPLICATION, "{", "{'iss':'https://acme.us.auth0.com',"));
  }

  @Test
  void imsApplicationMayCreateAndUserMayNot() {
    start("ims", IMS, IMS_API);

    assertCreates(IMS_APPLICATION, "72adad30-c07c-465d-a1fe-2f2dfac950a4");
    assertCreates(
        with(IMS_APPLICATION, "['itwin-platform']", "'itwin-platform'"),
        "72adad30-c07c-465d-a1fe-2f2dfac950a4");
    assertMayNotCreate(with(IMS_APPLICATION, "{", "{'email':'jane@example.test',"));
    assertMayNotCreate(with(IMS_APPLICATION, "{", "{'preferred_username':'jane',"));
    assertMayNotCreate(with(IMS_APPLICATION, "{", "{'sid':'5f2b','auth_time':1722427989,"));
    assertMayNotCreate(with(IMS_APPLICATION, "{", "{'amr':['pwd'],"));
    assertMayNotCreate(with(IMS_APPLICATION, "'org':", "'org_id':"));

    assertRefused(with(IMS_APPLICATION, "itwin-platform", "imodels:read"));
    assertRefused(with(IMS_APPLICATION, "'scope':", "'scp':"));
    assertRefused(with(IMS_APPLICATION, "'client_id':", "'azp':"));
    assertRefused(with(IMS_APPLICATION, IMS_API, "another-api"));
    assertRefused(with(IMS_APPLICATION, "{", "{'iss':'https://qa-ims.bentley.com',"));
  }

  @Test
  void keycloakApplicationMayCreateAndUserMayNot() {
    start("keycloak", KEYCLOAK, KEYCLOAK_API);

    assertCreates(KEYCLOAK_APPLICATION, "acme");
    assertMayNotCreate(KEYCLOAK_USER);
    assertMayNotCreate(with(KEYCLOAK_USER, "service-account-console", "jane"));
    assertMayNotCreate(
        with(KEYCLOAK_APPLICATION, "service-account-hooks", "service-account-other"));
    assertMayNotCreate(with(KEYCLOAK_APPLICATION, "'preferred_username':", "'username':"));
    assertMayNotCreate(with(KEYCLOAK_APPLICATION, "'org':", "'organization':"));

    assertRefused(with(KEYCLOAK_APPLICATION, "['webhooks','account']", "'account'"));
    assertRefused(with(KEYCLOAK_APPLICATION, "webhooks:modify ", ""));
    assertRefused(with(KEYCLOAK_APPLICATION, "{", "{'iss':'https://login.example.test/realms/b',"));

    // Roles are read from the mapped claim, not from realm_access.
    Registered webhook = registered(create(KEYCLOAK_APPLICATION).is(202));
    String path = "/webhooks/" + webhook.id();
    String mapped = with(KEYCLOAK_USER, "{", "{'roles':['Account Administrator'],");

    environment.api().get(path).as(token(KEYCLOAK_USER)).send().isError(404, "WebhookNotFound");
    environment.api().get(path).as(token(mapped)).send().is(200);
  }

  private void assertCreates(String claims, String account) {
    assertThat(registered(create(claims).is(202)).scopeId()).isEqualTo(account);
  }

  /** The token and its scope are valid. The caller lacks the permission. */
  private void assertMayNotCreate(String claims) {
    list(claims).is(200);
    create(claims).isError(403, "InsufficientPermissions");
  }

  private void assertRefused(String claims) {
    list(claims).isError(401, "Unauthorized");
    create(claims).isError(401, "Unauthorized");
  }

  private Answer create(String claims) {
    String body = Application.Body.ofAccount(environment.receiver().inbox().url()).toString();
    return environment.api().post("/webhooks").as(token(claims)).json(body).send();
  }

  private Answer list(String claims) {
    return environment.api().get("/webhooks").as(token(claims)).send();
  }

  private static Registered registered(Answer created) {
    return new Registered(
        created.json().getString("id"),
        Secrets.remember(created.json().getString("secret")),
        created.json().getString("scopeId"));
  }

  private String token(String claims) {
    TokenBuilder draft =
        new TokenBuilder(environment.tokens()).without("sub").without("jti").with("iss", issuer);
    try {
      JSONObjectUtils.parse(claims).forEach(draft::with);
    } catch (ParseException e) {
      throw new IllegalArgumentException(claims, e);
    }
    return draft.rs256();
  }

  /** Returns the claims with one text replaced; both texts have single quotes. */
  private static String with(String claims, String from, String to) {
    String text = from.replace('\'', '"');
    assertThat(claims).contains(text);
    return claims.replaceFirst(
        Pattern.quote(text), Matcher.quoteReplacement(to.replace('\'', '"')));
  }
}
