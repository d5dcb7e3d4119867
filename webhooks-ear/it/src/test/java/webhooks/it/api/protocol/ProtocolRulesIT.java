package webhooks.it.api.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.Application.Registered;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.Api;
import webhooks.it.harness.http.HttpViolation;
import webhooks.it.harness.http.RawHttp;
import webhooks.it.harness.http.RawRequest;

/**
 * Tests rules for paths, methods, content types and sizes. All errors have the documented shape.
 */
class ProtocolRulesIT {
  private static final int LIMIT = 64 * 1024;
  private static final List<String> HOST = List.of("Host: 127.0.0.1");
  private static final String OPERATION = "OperationNotFound";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Api api = environment.api();
  private final Application application = environment.application();

  /** Shorter than the ten seconds that a server waits for the rest of a request. */
  private final RawHttp client = new RawHttp(environment.product().port(), Duration.ofSeconds(8));

  private final JsonObject valid = Application.Body.ofAccount(environment.receiver().inbox().url());
  private final Registered webhook = application.create(valid);
  private final String path = "/webhooks/" + webhook.id();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.bentley.itwin-platform.v2+json",
        "application/json",
        "*/*",
        "application/*",
        "text/html, application/json;q=0.5",
        "application/vnd.bentley.itwin-platform.v2+json; charset=utf-8"
      })
  void servesTheVersionsItKnows(String accept) {
    Answer answer = api.get(path).as(application.token()).header("Accept", accept).send().is(200);

    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/vnd.bentley.itwin-platform.v1+json", "application/xml", "text/html"})
  void answers404ToOtherVersions(String accept) {
    api.get(path)
        .as(application.token())
        .header("Accept", accept)
        .send()
        .isError(404, "ResourceNotFound", OPERATION);
  }

  /** A server has servlets of its own for some of these paths, and a start answers them 503. */
  @ParameterizedTest
  @ValueSource(strings = {"/x.jsp", "/error-page", "/error-page/x", "/consoles", "/healthy"})
  void answers404ToOtherPaths(String other) {
    api.get(other).as(application.token()).send().is(404);
  }

  @Test
  void refusesOtherVersionBeforeTheToken() {
    String version = "application/vnd.bentley.itwin-platform.v1+json";

    api.get(path).header("Accept", version).send().isError(404, "ResourceNotFound", OPERATION);
    api.post("/webhooks")
        .as(application.token())
        .header("Accept", version)
        .json(valid.toString())
        .send()
        .isError(404, "ResourceNotFound", OPERATION);
    api.delete(path)
        .as(application.token())
        .header("Accept", version)
        .send()
        .isError(404, "ResourceNotFound", OPERATION);
    assertThat(api.get("/webhooks").as(application.token()).send().json().getJsonArray("webhooks"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/no/such/path",
        "/webhooks/a/b/c/d",
        "/webhook",
        "/admin",
        "/admin/no/such",
        "/webhooks;a=b",
        "//webhooks;a=b",
        "/admin/itwins/9a1cf7f2-0000-4000-8000-000000000000/permissions/one;other",
        "/admin/itwins/9a1cf7f2-0000-4000-8000-000000000000/permissions/one;jsessionid=1",
        "/metrics;jsessionid=1",
        "/health/live;jsessionid=1"
      })
  void unknownPathIs404WithAndWithoutToken(String unknown) {
    api.get(unknown).send().isError(404, "ResourceNotFound", OPERATION);
    api.post(unknown)
        .as(application.token())
        .json("{}")
        .send()
        .isError(404, "ResourceNotFound", OPERATION);
  }

  @Test
  void undescribedMethodIs405() {
    api.put(path).as(application.token()).json("{}").send().isError(405, "MethodNotAllowed");
    api.post(path).as(application.token()).json("{}").send().isError(405, "MethodNotAllowed");
    api.put("/webhooks").as(application.token()).json("{}").send().isError(405, "MethodNotAllowed");
    api.patch("/webhooks")
        .as(application.token())
        .json("{}")
        .send()
        .isError(405, "MethodNotAllowed");
  }

  /** HTTP/2 would let few connections use all threads and bypass a proxy that hides paths. */
  @Test
  void speaksNoHttp2() throws IOException {
    RawRequest upgrade =
        RawRequest.of("GET", path, HOST, new byte[0])
            .with("Connection: Upgrade, HTTP2-Settings")
            .with("Upgrade: h2c")
            .with("HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA");
    byte[] body = "SM\r\n\r\n".getBytes(US_ASCII);
    RawRequest priorKnowledge =
        new RawRequest("PRI * HTTP/2.0", List.of(), body, Set.of(HttpViolation.LINE));

    // Any other answer than HTTP/1.1 would throw an exception.
    assertThat(client.send(upgrade))
        .hasValueSatisfying(answer -> answer.isError(401, "HeaderNotFound"));
    assertThat(client.send(priorKnowledge).map(Answer::status).orElse(505)).isBetween(400, 505);
  }

  @Test
  void doubledLeadingSlashAndTrailingSlashWork() {
    api.get("/" + path).as(application.token()).send().is(200);
    api.patch("/" + path).as(application.token()).json("{\"active\":true}").send().is(200);
    api.post("/webhooks/").as(application.token()).json(valid.toString()).send().is(202);
    api.post("//webhooks").as(application.token()).json(valid.toString()).send().is(202);
    for (String list : List.of("/webhooks", "/webhooks/", "//webhooks", "//webhooks/")) {
      Answer answer = api.get(list).as(application.token()).send().is(200);
      assertThat(answer.json().getJsonArray("webhooks")).as(list).hasSize(3);
    }
    api.get("/" + path + "/deliveries").as(application.token()).send().is(200);
    api.delete("/" + path).as(application.token()).send().is(204);
    api.get(path).as(application.token()).send().isError(404, "WebhookNotFound");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml", "garbage"})
  void otherContentTypeIs415(String type) {
    String body = valid.toString();

    api.post("/webhooks")
        .as(application.token())
        .body(type, body)
        .send()
        .isError(415, "UnsupportedMediaType");
    api.patch(path)
        .as(application.token())
        .body(type, "{}")
        .send()
        .isError(415, "UnsupportedMediaType");
  }

  @Test
  void acceptsJsonWithACharacterSet() {
    api.post("/webhooks")
        .as(application.token())
        .body("application/json; charset=UTF-8", valid.toString())
        .send()
        .is(202);
  }

  @Test
  void bodyOverTheLimitIs413WithAndWithoutLength() {
    String large = " ".repeat(LIMIT) + valid;

    for (Api.Request request : List.of(api.post("/webhooks"), api.patch(path))) {
      request.as(application.token()).json(large).send().isError(413, "RequestTooLarge");
    }
    for (Api.Request request : List.of(api.post("/webhooks"), api.patch(path))) {
      request.as(application.token()).chunked(large).send().isError(413, "RequestTooLarge");
    }
    api.put("/admin/itwins/" + UUID.randomUUID())
        .as(environment.tokens().administrator())
        .json(large)
        .send()
        .isError(413, "RequestTooLarge");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483647", "2147483648", "922337203685477580"})
  void tooLargeLengthIs413BeforeTheBodyArrives(String length) throws IOException {
    Map<String, String> tokens =
        Map.of("/webhooks", application.token(), "/events", environment.tokens().publisher());
    for (String target : tokens.keySet()) {
      List<String> headers =
          List.of(
              "Host: 127.0.0.1",
              "Authorization: Bearer " + tokens.get(target),
              "Content-Type: application/json",
              "Content-Length: " + length);

      assertThat(client.send(RawRequest.of("POST", target, headers, new byte[0])))
          .hasValueSatisfying(answer -> answer.isError(413, "RequestTooLarge"));
    }
  }

  @Test
  void acceptsBodyUpToTheLimit() {
    String text = valid.toString();
    String padded = " ".repeat(LIMIT - text.length()) + text;

    api.post("/webhooks").as(application.token()).json(padded).send().is(202);
    api.post("/webhooks").as(application.token()).chunked(text).send().is(202);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /webhooks, text/plain",
    "PATCH, /webhooks/11111111-1111-4111-8111-111111111111, text/plain",
    "PUT, /admin/itwins/11111111-1111-4111-8111-111111111111, text/plain"
  })
  void checksTheTokenBeforeTheBody(String method, String target, String type) {
    Api.Request request =
        switch (method) {
          case "POST" -> api.post(target);
          case "PATCH" -> api.patch(target);
          default -> api.put(target);
        };

    request.body(type, " ".repeat(LIMIT + 1)).send().isError(401, "HeaderNotFound");
  }

  /** Otherwise callers without a token could block threads with bodies that never come. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "Application / X-WWW-Form-Urlencoded; charset=utf-8",
        "application/json, text/html",
        "json"
      })
  void checksTheTokenBeforeTheBodyArrives(String type) throws IOException {
    List<String> headers =
        List.of("Host: 127.0.0.1", "Content-Type: " + type, "Content-Length: 1000");

    assertThat(client.send(RawRequest.of("POST", "/webhooks", headers, new byte[0])))
        .hasValueSatisfying(answer -> answer.isError(401, "HeaderNotFound"));
  }

  @Test
  void checksTheBodyBeforeTheCaller() {
    String user = application.draft().with("email", "user@example.test").rs256();
    api.post("/webhooks")
        .as(user)
        .body("text/plain", "x")
        .send()
        .isError(415, "UnsupportedMediaType");
    api.patch("/webhooks/" + UUID.randomUUID())
        .as(application.token())
        .body("text/plain", "x")
        .send()
        .isError(415, "UnsupportedMediaType");
  }
}
