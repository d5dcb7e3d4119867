package webhooks.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.domain.access.Caller;
import webhooks.domain.access.TokenScope;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.webhook.Webhooks;

/** Each preset, with tokens from the documentation of its issuer, signed and verified. */
class TokenPresetTest {
  private static final String KEYCLOAK_APPLICATION =
      """
      {"aud":"account","sub":"1d2d88f8-8b68-4b6b-883f-1af68b598612","typ":"Bearer","azp":"Hooks",
       "acr":"1","allowed-origins":["/*"],"realm_access":{"roles":["default-roles-acme"]},
       "resource_access":{"account":{"roles":["view-profile"]}},
       "scope":"email profile webhooks:modify","clientHost":"172.17.0.1","email_verified":false,
       "preferred_username":"service-account-hooks","clientAddress":"172.17.0.1",
       "client_id":"Hooks","org":"acme"}\
      """;

  private static final String ENTRA_APPLICATION =
      """
      {"aud":"6e74172b-be56-4843-9ff4-e66a39bb12e3","aio":"E2ZgYDhQuvTCVvs7u75OtD8f4fz7CAA=",
       "azp":"43491b2d-88ea-406b-8e36-8f50ccb0b4da","azpacr":"1","idtyp":"app",
       "oid":"9c8c1b54-2f4f-4c69-a0b4-0c1b9ba7a2ff","rh":"0.AbC.","roles":["webhooks:modify"],
       "sub":"9c8c1b54-2f4f-4c69-a0b4-0c1b9ba7a2ff","tid":"fa15d692-e9c7-4460-a743-29f29522229a",
       "uti":"4GOPt79GP0if650O0N7iAA","ver":"2.0"}\
      """;

  private static final String AUTH0_APPLICATION =
      """
      {"sub":"Zk3mPq7RtXw2Yb9Lc4Nd8Vf1Hg6Js0Ae@clients","aud":"https://webhooks.example.com",
       "azp":"Zk3mPq7RtXw2Yb9Lc4Nd8Vf1Hg6Js0Ae","scope":"webhooks:read webhooks:modify",
       "gty":"client-credentials","org_id":"org_9ybsU1dN2dKfDkBi"}\
      """;

  private static final String IMS_APPLICATION =
      """
      {"scope":["webhooks:modify"],"client_id":"service-hooks",
       "aud":["https://ims.bentley.com/as/token.oauth2","bentley-api-management"],
       "org":"72adad30-c07c-465d-a1fe-2f2dfac950a4"}\
      """;

  /** The audiences of all tokens of this test. */
  private static final String AUDIENCES =
      "account,6e74172b-be56-4843-9ff4-e66a39bb12e3,https://webhooks.example.com,"
          + "bentley-api-management";

  private static Caller read(String preset, String claims, String... settings) {
    return verify(signed(claims), preset, settings);
  }

  private static Caller verify(String token, String preset, String... settings) {
    String[] all =
        Stream.concat(
                Stream.of("webhooks.token.preset", preset, "mp.jwt.verify.audiences", AUDIENCES),
                Stream.of(settings))
            .toArray(String[]::new);
    return new TokenVerifier(TestIssuer.settings(all).token(), Clock.systemUTC())
        .verify(token)
        .caller();
  }

  private static String signed(String claims) {
    TestToken token =
        TestIssuer.token()
            .with("client_id", null)
            .with("org", null)
            .with("scope", null)
            .with("aud", "account");
    try {
      for (Map.Entry<String, Object> claim : JSONObjectUtils.parse(claims).entrySet()) {
        token.with(claim.getKey(), claim.getValue());
      }
    } catch (ParseException e) {
      throw new IllegalArgumentException(e);
    }
    return token.typed("JWT").signed();
  }

  private static void assertApplication(Caller token, String client, String account) {
    assertThat(token.clientId()).isEqualTo(client);
    assertThat(token.accountId()).contains(account);
    assertThat(token.serviceApplication()).isTrue();
    assertThat(token.scopes()).contains(TokenScope.MODIFY);
  }

  private static void assertMayNotCreate(Caller token) {
    assertThat(token.scopes()).contains(TokenScope.MODIFY);
    // The refusal must not be due to a missing account.
    assertThat(token.serviceApplication()).isFalse();
    assertThatThrownBy(() -> new Webhooks().create(token, null))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INSUFFICIENT_PERMISSIONS));
  }

  private static String changed(String claims, String from, String to) {
    assertThat(claims).contains(from);
    return claims.replace(from, to);
  }

  @Test
  void recognizesApplicationOfKeycloak() {
    assertApplication(read("keycloak", KEYCLOAK_APPLICATION), "Hooks", "acme");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"azp\":\"console\",\"sid\":\"5f2b\",\"acr\":\"1\",\"scope\":\"openid webhooks:modify\","
            + "\"email_verified\":true,\"name\":\"Jane Doe\",\"preferred_username\":\"jane\","
            + "\"given_name\":\"Jane\",\"family_name\":\"Doe\",\"email\":\"jane@example.com\"}",
        // A user name that looks like a service account, of another client or of this one.
        "{\"azp\":\"console\",\"scope\":\"webhooks:modify\","
            + "\"preferred_username\":\"service-account-hooks\"}",
        "{\"azp\":\"console\",\"sid\":\"5f2b\",\"scope\":\"webhooks:modify\","
            + "\"preferred_username\":\"service-account-console\"}",
        "{\"azp\":\"console\",\"auth_time\":1722427989,\"scope\":\"webhooks:modify\","
            + "\"preferred_username\":\"service-account-console\"}",
        // Without the scope profile the token does not show that it is a user's.
        "{\"azp\":\"hooks\",\"scope\":\"webhooks:modify\"}"
      })
  void userOfKeycloakMayNotCreate(String claims) {
    assertMayNotCreate(read("keycloak", claims));
  }

  @Test
  void recognizesApplicationOfEntraInBothVersions() {
    String tenant = "fa15d692-e9c7-4460-a743-29f29522229a";
    String client = "43491b2d-88ea-406b-8e36-8f50ccb0b4da";
    String first = changed(changed(ENTRA_APPLICATION, "azp", "appid"), "2.0", "1.0");

    assertApplication(read("entra", ENTRA_APPLICATION), client, tenant);
    assertApplication(read("entra", first), client, tenant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"azp\":\"43491b2d\",\"azpacr\":\"0\",\"name\":\"Jane\",\"oid\":\"690222be\","
            + "\"preferred_username\":\"jane@example.com\",\"scp\":\"webhooks:modify\","
            + "\"sub\":\"HKZ\",\"tid\":\"fa15d692\",\"ver\":\"2.0\"}",
        "{\"appid\":\"43491b2d\",\"appidacr\":\"0\",\"amr\":[\"pwd\"],\"family_name\":\"Doe\","
            + "\"given_name\":\"Jane\",\"ipaddr\":\"192.0.2.1\",\"name\":\"Jane\","
            + "\"scp\":\"webhooks:modify\",\"unique_name\":\"jane@example.com\","
            + "\"upn\":\"jane@example.com\",\"tid\":\"fa15d692\",\"ver\":\"1.0\"}",
        "{\"azp\":\"43491b2d\",\"idtyp\":\"user\",\"roles\":[\"webhooks:modify\"]}",
        "{\"azp\":\"43491b2d\",\"idtyp\":\"app\",\"scp\":\"webhooks:modify\"}",
        // Without the optional claim idtyp the token does not show that it is an application's.
        "{\"azp\":\"43491b2d\",\"roles\":[\"webhooks:modify\"]}"
      })
  void userOfEntraMayNotCreate(String claims) {
    assertMayNotCreate(read("entra", claims));
  }

  @Test
  void recognizesApplicationOfAuth0() {
    assertApplication(
        read("auth0", AUTH0_APPLICATION),
        "Zk3mPq7RtXw2Yb9Lc4Nd8Vf1Hg6Js0Ae",
        "org_9ybsU1dN2dKfDkBi");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"sub\":\"auth0|123456\",\"aud\":[\"https://webhooks.example.com\"],\"azp\":\"spa\","
            + "\"scope\":\"openid profile webhooks:modify\",\"org_id\":\"org_9ybsU1dN2dKfDkBi\"}",
        "{\"sub\":\"auth0|123456\",\"azp\":\"spa\",\"scope\":\"webhooks:modify\",\"gty\":\"password\"}",
        "{\"sub\":\"auth0|123456\",\"client_id\":\"spa\",\"jti\":\"73W\",\"scope\":\"webhooks:modify\"}"
      })
  void userOfAuth0MayNotCreate(String claims) {
    assertMayNotCreate(read("auth0", claims));
  }

  @Test
  void recognizesApplicationOfIms() {
    assertApplication(
        read("ims", IMS_APPLICATION), "service-hooks", "72adad30-c07c-465d-a1fe-2f2dfac950a4");
  }

  @ParameterizedTest
  @CsvSource({
    "email, '\"jane@example.com\"'",
    "name, '\"jane@example.com\"'",
    "given_name, '\"Jane\"'",
    "family_name, '\"Doe\"'",
    "preferred_username, '\"service-account-jane\"'",
    "sid, '\"5f2b\"'",
    "auth_time, 1722427989",
    "amr, '[\"pwd\"]'"
  })
  void userOfImsMayNotCreate(String claim, String value) {
    String user = changed(IMS_APPLICATION, "{", "{\"" + claim + "\":" + value + ",");
    assertMayNotCreate(read("ims", user));
  }

  @Test
  void configuredClaimsOverridePreset() {
    Caller token =
        read(
            "entra",
            ENTRA_APPLICATION,
            "webhooks.token.client-claim",
            "oid",
            "webhooks.token.account-claim",
            "azp",
            "webhooks.token.scope-claim",
            "scp");

    assertThat(token.clientId()).isEqualTo("9c8c1b54-2f4f-4c69-a0b4-0c1b9ba7a2ff");
    assertThat(token.accountId()).contains("43491b2d-88ea-406b-8e36-8f50ccb0b4da");
    assertThat(token.scopes()).isEmpty();
    assertMayNotCreate(read("auth0", AUTH0_APPLICATION, "webhooks.token.user-claims", "org_id"));
  }

  @Test
  void callerHasTokenButDoesNotPrintIt() {
    String token = signed(IMS_APPLICATION);

    Caller caller = verify(token, "ims");

    assertThat(caller.token().text()).isEqualTo(token);
    assertThat(caller.toString()).doesNotContain(caller.token().text());
  }
}
