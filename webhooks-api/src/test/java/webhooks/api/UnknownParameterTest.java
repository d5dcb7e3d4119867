package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.domain.webhook.WebhookAccess;

/** Query parameters of operations that have none. */
class UnknownParameterTest {
  private static final String ID = FakeWebhooks.WEBHOOK.id().toString();

  @RegisterExtension private static final TestApi api = new TestApi();

  private static TestApi.Answer send(String method, String target) throws Exception {
    return api.call(method, target)
        .scope("itwin-platform webhooks:admin events:publish")
        .json(method.equals("GET") || method.equals("DELETE") ? "" : "{}")
        .send();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /webhooks",
    "GET, /webhooks/x",
    "PATCH, /webhooks/x",
    "DELETE, /webhooks/x",
    "POST, /webhooks/x/rotate-secret",
    "GET, /webhooks/x/deliveries/y",
    "POST, /webhooks/x/deliveries/y/redeliver",
    "POST, /webhooks/x/recover",
    "GET, /event-types",
    "POST, /events",
    "GET, /admin/itwins/x",
    "DELETE, /admin/itwins/x/permissions/y",
    "DELETE, /admin/webhooks/x",
    "PUT, /admin/blocks/client/x",
    "GET, /metrics",
    "GET, /openapi"
  })
  void isRefusedBeforeTheOperation(String method, String path) throws Exception {
    assertThat(send(method, path + "?b=1&b=2&$top=1").summary())
        .startsWith("422 InvalidRequest [InvalidProperty ")
        .contains("InvalidProperty b", "InvalidProperty $top");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /webhooks, =1, =",
    "GET, /webhooks, =, =",
    "GET, /deliveries, status=pending&=1, =",
    "GET, /webhooks/x, =1&=2, =",
    "POST, /events, =1, =",
    "GET, /openapi, format=json&=1, =",
    "GET, /webhooks, %3D=1, ="
  })
  void withoutANameIsRefused(String method, String path, String query, String target)
      throws Exception {
    assertThat(send(method, path + "?" + query).summary())
        .isEqualTo("422 InvalidRequest [InvalidProperty " + target + "]");
  }

  @ParameterizedTest
  @CsvSource({"/webhooks/x?", "/webhooks/x?&", "/openapi?&format=json"})
  void emptyPartsOfAQueryAreNone(String target) throws Exception {
    assertThat(send("GET", target).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /webhooks, none true",
    "GET, /webhooks/x, x false",
    "PATCH, /webhooks/x, x true",
    "DELETE, /webhooks/x, x false",
    "POST, /webhooks/x/rotate-secret, x true",
    "GET, /webhooks/x/deliveries/y, x false",
    "POST, /webhooks/x/deliveries/y/redeliver, x true",
    "POST, /webhooks/x/recover, x true"
  })
  void isRefusedAfterACallerWithoutAccess(String method, String path, String checked)
      throws Exception {
    api.webhooks.failure = WebhookAccess.notFound();

    assertThat(send(method, path + "?b=1").summary()).isEqualTo("404 WebhookNotFound");
    assertThat(api.webhooks.checked).isEqualTo(checked);
  }

  @Test
  void openApiTakesItsFormatOnce() throws Exception {
    assertThat(api.call("GET", "/openapi?format=json").send().status()).isEqualTo(200);
    assertThat(api.call("GET", "/openapi?format=json&format=yaml").send().summary())
        .isEqualTo("422 InvalidRequest [InvalidValue format]");
  }

  @Test
  void isRefusedAfterTheToken() throws Exception {
    assertThat(api.call("GET", "/webhooks/" + ID + "?x=1").send().summary())
        .isEqualTo("401 HeaderNotFound");
    assertThat(send("GET", "/no/such/path?x=1").status()).isEqualTo(404);
    assertThat(send("GET", "/webhooks/" + ID).status()).isEqualTo(200);
  }
}
