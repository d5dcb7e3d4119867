package webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.api.token.TestIssuer;
import webhooks.domain.LoggedLines;

/** Requests that the API refuses before it calls the domain, and in which order it checks. */
class RefusalOrderTest {
  private static final String ID = FakeWebhooks.WEBHOOK.id().toString();
  private static final String NOT_FOUND = "404 ResourceNotFound [OperationNotFound]";
  @RegisterExtension private static final TestApi api = new TestApi(Undeclared.class);

  /** An operation that declares no scope. */
  @Path("undeclared")
  public static final class Undeclared {
    /** Must never be reached. */
    @GET
    public String get() {
      return "reached";
    }
  }

  @Test
  void refusesOperationWithoutScope() throws Exception {
    assertThat(call("GET", "/undeclared").send().summary()).isEqualTo(NOT_FOUND);
  }

  private static TestApi.Call call(String method, String path) {
    return api.call(method, path).token(TestIssuer.token());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/nope", "/webhooks/a/b", "/admin", "/admin/itwins", "/application.wadl"})
  void answersNotFoundForUnknownPathWithoutToken(String path) throws Exception {
    assertThat(api.call("GET", path).send().summary()).isEqualTo(NOT_FOUND);
    assertThat(api.call("OPTIONS", path).send().summary()).isEqualTo(NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html",
        "application/vnd.bentley.itwin-platform.v1+json",
        "application/xml, text/*",
        "nonsense"
      })
  void answersNotFoundForUnservedVersion(String accept) throws Exception {
    assertThat(call("GET", "/webhooks/" + ID).header("Accept", accept).send().summary())
        .isEqualTo(NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.bentley.itwin-platform.v2+json",
        "Application/JSON; charset=utf-8",
        "*/*",
        "text/html, application/json;q=0.1"
      })
  void answersServedVersionsAsJson(String accept) throws Exception {
    TestApi.Answer answer = call("GET", "/webhooks/" + ID).header("Accept", accept).send();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/webhooks,'GET, HEAD, POST'",
    "OPTIONS,/webhooks,'GET, HEAD, POST'",
    "PUT,/webhooks/x,'DELETE, GET, HEAD, PATCH'",
    "GET,/events,POST",
    "POST,/event-types,'GET, HEAD'",
    "POST,/admin/itwins/x,'DELETE, GET, HEAD, PUT'"
  })
  void refusesMethodThatPathDoesNotHave(String method, String path, String allowed)
      throws Exception {
    TestApi.Answer answer = api.call(method, path).send();
    assertThat(answer.summary()).isEqualTo("405 MethodNotAllowed");
    assertThat(answer.header("Allow")).isEqualTo(allowed);
  }

  @Test
  void refusesMissingTokenBeforeBody() throws Exception {
    TestApi.Answer answer =
        api.call("POST", "/webhooks")
            .header("Content-Type", "text/plain")
            .body(BodyPublishers.ofByteArray(new byte[100]))
            .send();
    assertThat(answer.summary()).isEqualTo("401 HeaderNotFound");
    assertThat(answer.error().getString("message"))
        .isEqualTo("Header Authorization was not found in the request. Access denied.");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @CsvSource({
    "Basic abc,Basic",
    "garbage,garbage",
    "<script>alert(1)</script> x,?",
    "eyJhbGciOiJSUzI1NiJ9.e30.c2ln,?",
    "abcdefghijklmnopqrstuvwxyz x,?"
  })
  void namesOnlyKnownSchemesThatItRefuses(String header, String scheme) throws Exception {
    TestApi.Answer answer = api.call("GET", "/webhooks/x").header("Authorization", header).send();
    assertThat(answer.summary()).isEqualTo("401 InvalidAuthorizationScheme");
    assertThat(answer.error().getString("message"))
        .isEqualTo("Authorization scheme '" + scheme + "' is not valid.");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer", "Bearer garbage", "bearer a.b.c"})
  void refusesInvalidToken(String header) throws Exception {
    TestApi.Answer answer = api.call("GET", "/webhooks/x").header("Authorization", header).send();

    assertThat(answer.summary()).isEqualTo("401 Unauthorized");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
  }

  @Test
  void logsWhichCheckOfTheTokenFailed() throws Exception {
    String token = TestIssuer.token().with("aud", "other").signed();
    try (LoggedLines log = LoggedLines.ofAllThreads("webhooks.access")) {
      api.call("GET", "/webhooks/x").header("Authorization", "Bearer " + token).send();

      assertThat(log.all())
          .contains(
              "refused status=401 reason=Unauthorized check=audience client=- method=GET"
                  + " path=/webhooks/x address=-")
          .noneMatch(line -> line.contains(token) || line.contains("other"));
    }
  }

  @Test
  void namesMissingScopeAndClient() throws Exception {
    try (LoggedLines log = LoggedLines.ofAllThreads("webhooks.access")) {
      TestApi.Answer answer = api.call("POST", "/webhooks").scope("webhooks:read").send();

      assertThat(answer.header("WWW-Authenticate"))
          .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"webhooks:modify\"");
      assertThat(log.all())
          .anyMatch(
              line ->
                  line.matches(
                      "refused status=401 reason=Unauthorized client=\\S+ account=account-1 user=-"
                          + " method=POST path=/webhooks address=-"));
    }
  }

  @Test
  void acceptsSchemeInAnyCase() throws Exception {
    assertThat(
            api.call("GET", "/webhooks/x")
                .header("Authorization", "bEARER  " + TestIssuer.token().signed())
                .send()
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/webhooks/x,webhooks:read,200",
    "GET,/webhooks/x,webhooks:modify,200",
    "GET,/webhooks/x,itwin-platform,200",
    "GET,/webhooks/x,webhooks:admin,401",
    "PATCH,/webhooks/x,webhooks:modify,200",
    "PATCH,/webhooks/x,a itwin-platform b,200",
    "PATCH,/webhooks/x,webhooks:read,401",
    "POST,/webhooks,webhooks:read,401",
    "POST,/webhooks,Webhooks:Modify,401",
    "GET,/admin/itwins/x,webhooks:admin,404",
    "GET,/admin/itwins/x,itwin-platform webhooks:modify,401"
  })
  void checksScope(String method, String path, String scope, int status) throws Exception {
    TestApi.Answer answer = api.call(method, path).scope(scope).json("{}").send();
    assertThat(answer.status()).isEqualTo(status);
    if (status == 401) {
      assertThat(answer.error().getString("code")).isEqualTo("Unauthorized");
      assertThat(answer.error().getString("message")).contains("'webhooks:");
    }
  }

  @Test
  void refusesTooLargeBody() throws Exception {
    byte[] large = new byte[64 * 1024 + 1];
    assertThat(
            call("POST", "/webhooks")
                .body(BodyPublishers.ofByteArray(large))
                .sendOnNewConnection()
                .summary())
        .isEqualTo("413 RequestTooLarge");
    assertThat(
            call("PATCH", "/webhooks/x")
                .body(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .sendOnNewConnection()
                .summary())
        .isEqualTo("413 RequestTooLarge");
  }

  @Test
  void acceptsLargestBody() throws Exception {
    String text = "{\"callbackUrl\":\"" + "x".repeat(64 * 1024 - 18) + "\"}";
    assertThat(text).hasSize(64 * 1024);
    assertThat(call("POST", "/webhooks").json(text).send().status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "application/json+x", "nonsense", ""})
  void refusesOtherContentType(String type) throws Exception {
    TestApi.Call call = call("POST", "/webhooks").body(BodyPublishers.ofString("{}"));
    assertThat((type.isEmpty() ? call : call.header("Content-Type", type)).send().summary())
        .isEqualTo("415 UnsupportedMediaType");
  }

  @Test
  void refusesCompressedBody() throws Exception {
    assertThat(
            call("POST", "/webhooks")
                .header("Content-Encoding", "gzip")
                .json("{}")
                .send()
                .summary())
        .isEqualTo("415 UnsupportedMediaType");
  }
}
