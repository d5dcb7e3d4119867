package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.api.token.TestIssuer;
import webhooks.api.token.TestToken;

/** The role that a user needs for the scopes of operators: issuers grant scopes to who asks. */
class OperatorRoleTest {
  private static final String EVENT =
      "{\"eventType\":\"orders.created.v1\",\"accountId\":\"a\",\"content\":{}}";

  @RegisterExtension private static final TestApi api = new TestApi();

  private static TestToken user(String scope, String... roles) {
    return TestIssuer.token(scope).with("email", "a@example.com").with("roles", List.of(roles));
  }

  private static TestApi.Answer send(String method, String path, TestToken token) throws Exception {
    TestApi.Call call = api.call(method, path).token(token);
    return (method.equals("POST") ? call.json(EVENT) : call).send();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /admin/webhooks, webhooks:admin",
    "GET, /admin/audit, webhooks:admin",
    "POST, /events, events:publish"
  })
  void userNeedsTheScopeAndTheRole(String method, String path, String scope) throws Exception {
    String missing = "403 InsufficientPermissions [MissingRole]";

    assertThat(send(method, path, user(scope)).summary()).isEqualTo(missing);
    assertThat(send(method, path, user(scope, "Account Administrator", "operator")).summary())
        .isEqualTo(missing);
    assertThat(send(method, path, user("webhooks:modify", TestIssuer.OPERATOR)).summary())
        .isEqualTo("401 Unauthorized");
    assertThat(send(method, path, user(scope, TestIssuer.OPERATOR)).status())
        .isIn(200, 202)
        .isEqualTo(send(method, path, TestIssuer.token(scope)).status());
  }

  /** Without a preset; in many issuers a user chooses the user name. */
  @ParameterizedTest
  @CsvSource({
    "GET, /admin/webhooks, webhooks:admin, service-account-x",
    "POST, /events, events:publish, service-account-x"
  })
  void userNameIsNoRole(String method, String path, String scope, String name) throws Exception {
    TestToken token = TestIssuer.token(scope).with("preferred_username", name);

    assertThat(send(method, path, token).summary())
        .isEqualTo("403 InsufficientPermissions [MissingRole]");
    assertThat(send(method, path, token.with("role", TestIssuer.OPERATOR)).status()).isIn(200, 202);
    assertThat(
            send(
                    "GET",
                    "/webhooks",
                    TestIssuer.token("webhooks:modify").with("preferred_username", name))
                .status())
        .isEqualTo(200);
  }

  @Test
  void saysWhichSettingNamesTheRolesButNotTheRoles() throws Exception {
    assertThat(send("GET", "/admin/nodes", user("webhooks:admin")).response().body())
        .contains("webhooks.token.operator-roles")
        .doesNotContain(TestIssuer.OPERATOR);
  }

  @Test
  void roleIsNotNeededForOwnWebhooks() throws Exception {
    assertThat(send("GET", "/webhooks", user("webhooks:modify")).status()).isEqualTo(200);
  }
}
