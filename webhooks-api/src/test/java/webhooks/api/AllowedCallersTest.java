package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import webhooks.api.token.TestIssuer;
import webhooks.api.token.TestToken;

/** An API that lets only the clients and accounts in that its operator names. */
class AllowedCallersTest {
  @RegisterExtension
  private static final TestApi api = TestApi.withAllowedClient("service-1", "account-1");

  private static String list(TestToken token) throws Exception {
    TestApi.Answer answer = api.call("GET", "/webhooks").token(token).send();
    return answer.status() == 200 ? "200" : answer.summary();
  }

  @Test
  void refusesOtherClientsAndAccounts() throws Exception {
    assertThat(list(TestIssuer.token())).isEqualTo("200");
    assertThat(list(TestIssuer.token().with("client_id", "service-2")))
        .isEqualTo("403 InsufficientPermissions");
    assertThat(list(TestIssuer.token().with("org", "account-2")))
        .isEqualTo("403 InsufficientPermissions");
    assertThat(list(TestIssuer.token().with("org", null))).isEqualTo("403 InsufficientPermissions");
    assertThat(list(TestIssuer.token("x").with("org", "account-2"))).isEqualTo("401 Unauthorized");
  }
}
