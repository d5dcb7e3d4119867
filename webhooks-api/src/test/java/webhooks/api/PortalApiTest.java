package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.api.token.TestIssuer;
import webhooks.domain.portal.PortalPage;

/** The sessions of the portal over HTTP, and what the API allows to their tokens. */
class PortalApiTest {
  private static final String PATH = "/portal-sessions";

  /** A token of this test alone: the API remembers the sessions of the last seconds. */
  private final String token =
      "whps_" + (UUID.randomUUID() + "" + UUID.randomUUID()).substring(0, 43);

  private static final String REQUEST =
      """
      {"user":"anna","expires":"PT10M","pages":["deliveries"],"readOnly":true}
      """;

  @RegisterExtension static final TestApi api = TestApi.withPortal();

  @RegisterExtension static final TestApi closed = new TestApi();

  private TestApi.Call portal(String method, String path) {
    return api.call(method, path).header("Authorization", "Bearer " + token);
  }

  @Test
  void createsSessionWithItsUrl() throws Exception {
    TestApi.Answer answer = api.call("POST", PATH).scope("webhooks:modify").json(REQUEST).send();

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().keySet()).containsExactly("id", "url", "expires");
    assertThat(answer.json().getString("url"))
        .isEqualTo("https://hooks.example.com/console/portal#code=the-code");
    assertThat(api.portal.created.pages()).contains(List.of("deliveries"));
    assertThat(api.portal.created.readOnly()).contains(true);
  }

  @Test
  void namesAllFaultsOfARequest() throws Exception {
    assertThat(
            api.call("POST", PATH)
                .scope("webhooks:modify")
                .json("{\"user\":1,\"pages\":\"a\",\"readOnly\":\"yes\",\"more\":1}")
                .send()
                .summary())
        .isEqualTo(
            "422 InvalidRequest [InvalidRequestBody user, InvalidRequestBody pages,"
                + " InvalidRequestBody readOnly, InvalidProperty more]");
  }

  @Test
  void strangersExchangeTheCodeWithoutAToken() throws Exception {
    TestApi.Answer answer = api.call("POST", PATH + "/redeem").json("{\"code\":\"whpc_x\"}").send();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.json().keySet())
        .containsExactlyInAnyOrder(
            "id", "accountId", "user", "created", "expires", "readOnly", "pages", "token");
    assertThat(api.portal.code).contains("whpc_x");
  }

  @Test
  void strangersMaySendLittle() throws Exception {
    assertThat(
            api.call("POST", PATH + "/redeem")
                .json("{\"code\":\"" + "x".repeat(1024) + "\"}")
                .sendOnNewConnection()
                .status())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /webhooks, 200",
    "GET, /event-types, 200",
    "PATCH, /webhooks/x, 422",
    "POST, /webhooks, 422",
    "GET, /admin/audit, 401",
    "GET, /admin/webhooks, 401",
    "POST, /events, 401",
    "POST, /portal-sessions, 401",
    "GET, /portal-sessions, 401",
  })
  void sessionHasTheScopesOfAnAdministratorOnly(String method, String path, int status)
      throws Exception {
    api.portal.open(token, false);

    assertThat(portal(method, path).json(method.equals("GET") ? "" : "{\"x\":1}").send().status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"PATCH, /webhooks/x", "DELETE, /webhooks/x", "POST, /webhooks/x/rotate-secret"})
  void readOnlySessionChangesNothing(String method, String path) throws Exception {
    api.portal.open(token, true);

    TestApi.Answer answer = portal(method, path).json("{}").send();

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.error().getString("message")).contains("lacks the scope 'webhooks:modify'");
    assertThat(portal("GET", "/webhooks").send().status()).isEqualTo(200);
  }

  @Test
  void sessionIsLimitedToItsPages() throws Exception {
    api.portal.open(token, false, PortalPage.EVENT_TYPES);

    assertThat(portal("GET", "/event-types").send().status()).isEqualTo(200);
    for (String path :
        List.of("/webhooks", "/webhooks/x", "/webhooks/x/deliveries", "/webhooks/x/options")) {
      assertThat(portal("GET", path).send().summary()).isEqualTo("403 InsufficientPermissions");
    }
    assertThat(portal("POST", "/webhooks").json("{}").send().status()).isEqualTo(403);
    assertThat(portal("DELETE", PATH + "/current").send().status()).isEqualTo(204);
    assertThat(api.portal.ended.user()).contains("portal:anna");
  }

  /** The list leads to all pages, and each of them shows the state of its webhook. */
  @ParameterizedTest
  @CsvSource({
    "DELIVERIES, /webhooks/statistics",
    "OPTIONS, /webhooks/statistics",
    "DELIVERIES, /webhooks/x/health",
    "OPTIONS, /webhooks/x/health",
  })
  void limitedSessionReadsWhatItsPageShows(PortalPage page, String path) throws Exception {
    api.portal.open(token, true, page);

    assertThat(portal("GET", path).send().status()).isNotIn(401, 403);
  }

  static Stream<String> noTokens() {
    return Stream.of("whps_", "whps_" + "b".repeat(43), "whps_" + "a".repeat(44));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void unknownTokensAreRefused(int index) throws Exception {
    String token = noTokens().toList().get(index);

    assertThat(
            api.call("GET", "/webhooks")
                .header("Authorization", "Bearer " + token)
                .send()
                .summary())
        .isEqualTo("401 Unauthorized");
  }

  @Test
  void tokensAreUnknownWithoutAPortal() throws Exception {
    closed.portal.open(token, false);

    assertThat(
            closed
                .call("GET", "/webhooks")
                .header("Authorization", "Bearer " + token)
                .send()
                .status())
        .isEqualTo(401);
  }

  @Test
  void listsAndRevokes() throws Exception {
    TestApi.Answer list = api.call("GET", PATH).scope("webhooks:modify").send();

    assertThat(list.json().getJsonArray("portalSessions").getJsonObject(0).keySet())
        .containsExactlyInAnyOrder(
            "id", "accountId", "user", "created", "expires", "readOnly", "opened");
    assertThat(
            api.call("DELETE", PATH + "/" + FakePortalSessions.ID)
                .token(TestIssuer.token("webhooks:admin"))
                .send()
                .status())
        .isEqualTo(204);
    assertThat(api.call("DELETE", PATH + "/x").scope("webhooks:modify").send().summary())
        .isEqualTo("404 PortalSessionNotFound");
    assertThat(api.call("GET", PATH).scope("webhooks:read").send().status()).isEqualTo(401);
  }
}
