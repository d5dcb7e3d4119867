package webhooks.it.api.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonArray;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.it.harness.environment.Application;
import webhooks.it.harness.environment.TestEnvironment;
import webhooks.it.harness.http.Answer;
import webhooks.it.harness.http.RawHttp;
import webhooks.it.harness.http.RawRequest;
import webhooks.it.harness.selection.OnMicro;
import webhooks.it.harness.selection.OnPayara;
import webhooks.it.harness.selection.OnWildFly;

/**
 * Sends requests that a proxy in front may read differently, each with another request behind it on
 * the same connection.
 */
class RequestFramingIT {
  private static final int PATIENCE_MILLIS = 8_000;
  private static final String CHUNKS = "2\r\n{}\r\n0\r\n\r\n";
  private static final String NO_NUMBER = "zz\r\n{}\r\n0\r\n\r\n";
  private static final String NEGATIVE = "-2\r\n{}\r\n0\r\n\r\n";
  private static final String PREFIXED = "0x2\r\n{}\r\n0\r\n\r\n";
  private static final String CHUNKED =
      "POST /webhooks HTTP/1.1|Host: localhost|Transfer-Encoding: chunked";
  private static final String SECOND = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final TestEnvironment environment = TestEnvironment.shared();
  private final Application application = environment.application();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1|Host: localhost|Transfer-Encoding: chunked, identity",
        "HTTP/1.1|Host: localhost|Transfer-Encoding: gzip, chunked",
        "HTTP/1.1|Host: localhost|Transfer-Encoding: unknown",
        "HTTP/1.1|Host: localhost|Transfer-Encoding: chunked|Transfer-Encoding: identity",
        "HTTP/1.0|Host: localhost|Connection: keep-alive|Transfer-Encoding: chunked",
        "HTTP/1.1|Host: localhost|Host: localhost|Transfer-Encoding: chunked",
        "HTTP/1.1|Host:|Transfer-Encoding: chunked"
      })
  void refusesAmbiguousHeadAndClosesConnection(String head) throws IOException {
    assertRefused(request("POST /webhooks " + head), CHUNKS);
  }

  /** On WildFly see {@link #closesConnectionOfInvalidChunkUnanswered}. */
  @ParameterizedTest
  @ValueSource(strings = {NO_NUMBER, NEGATIVE, PREFIXED})
  @OnMicro
  @OnPayara
  void refusesInvalidChunkAndClosesConnection(String chunks) throws IOException {
    assertRefused(request(CHUNKED), chunks);
  }

  /** Undertow closes the connection while it reads the chunk, so nothing can be answered. */
  @ParameterizedTest
  @ValueSource(strings = {NO_NUMBER, NEGATIVE, PREFIXED})
  @OnWildFly
  void closesConnectionOfInvalidChunkUnanswered(String chunks) throws IOException {
    int logged = environment.product().log().length();

    assertThat(answers(request(CHUNKED) + chunks)).isEmpty();
    assertNoStackTraceSince(logged);
  }

  /** The first chunk is a whole request of its own. */
  @ParameterizedTest
  @ValueSource(strings = {NO_NUMBER, NEGATIVE, PREFIXED})
  void createsNothingFromBodyWithInvalidChunk(String chunks) throws IOException {
    String body = Application.Body.ofAccount(URI.create("https://example.com")).toString();
    String chunk = Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";

    assertThat(answers(request(CHUNKED) + chunk + chunks))
        .doesNotContain(" 202 ", "webhooks_attempts");
    assertThat(webhooks()).isEmpty();
    // The same body without the invalid chunk creates a webhook.
    assertThat(answers(request(CHUNKED) + chunk + "0\r\n\r\n")).contains(" 202 ");
    assertThat(webhooks()).hasSize(1);
  }

  private JsonArray webhooks() {
    return environment
        .api()
        .get("/webhooks")
        .as(application.token())
        .send()
        .is(200)
        .json()
        .getJsonArray("webhooks");
  }

  /** Payara hides such a length from the application; all servers tolerate bytes after a chunk. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 6|Transfer-Encoding: chunked#2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked|Content-Length: 6#2\r\n{}\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked#2\r\n{}XX\r\n0\r\n\r\n"
      })
  void closesConnectionAfterDoubtfulBody(String headersAndBody) throws IOException {
    String[] parts = headersAndBody.split("#");
    String answers =
        answers(request("POST /webhooks HTTP/1.1|Host: localhost|" + parts[0]) + parts[1]);

    assertThat(answers).matches("(?s)HTTP/1\\.[01] 4\\d\\d .*").doesNotContain("webhooks_attempts");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /%zz", "POST /events/%2", "GET /webhooks/%zz"})
  void refusesBrokenEscapeAndClosesConnection(String operation) throws IOException {
    assertRefused(request(operation + " HTTP/1.1|Host: localhost"), "");
  }

  /** The server's own answer would have no body, or repeat the token. */
  @ParameterizedTest
  @ValueSource(strings = {"/webhooks", "/metrics", "/health/live", "/no/such/path"})
  void refusesTraceAndClosesConnection(String path) throws IOException {
    String answers = answers(request("TRACE " + path + " HTTP/1.1|Host: localhost"));

    assertThat(answers)
        .matches("(?s)HTTP/1\\.1 405 .*\\{\"error\":\\{\"code\":\"MethodNotAllowed\".*")
        .containsPattern("Allow: [A-Z, ]*GET, HEAD")
        .doesNotContain("Bearer", "webhooks_attempts");
  }

  /** A rule of a proxy for these paths would not see them. */
  @ParameterizedTest
  @ValueSource(strings = {"//metrics", "//health/live", "//admin/webhooks", "///webhooks"})
  void answersNotFoundToOtherDoubledSlashes(String target) throws IOException {
    RawHttp client = new RawHttp(environment.product().port(), Duration.ofMillis(PATIENCE_MILLIS));
    List<String> headers =
        List.of("Host: localhost", "Authorization: Bearer " + application.token());

    assertThat(client.send(RawRequest.of("GET", target, headers, new byte[0])))
        .hasValueSatisfying(answer -> answer.isError(404, "ResourceNotFound", "OperationNotFound"));
  }

  @Test
  void forbidsSniffingOfTypes() {
    for (Answer answer :
        List.of(
            environment.api().get("/webhooks").as(application.token()).send(),
            environment.api().get("/webhooks").send(),
            environment.api().get("/no/such/path").send())) {
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }
  }

  @Test
  void logsRefusedCallWithoutItsToken() {
    String token = application.draft().with("scope", "webhooks:read").rs256();
    int logged = environment.product().log().length();

    environment.api().delete("/webhooks/none").as(token).send().isError(401, "Unauthorized");

    String line =
        "refused status=401 reason=Unauthorized client="
            + application.clientId()
            + " account="
            + application.account()
            + " user=- method=DELETE path=/webhooks/none address=127.0.0.1";
    await("the line of the refused call")
        .until(() -> environment.product().log().substring(logged).contains(line));
    assertThat(environment.product().log().substring(logged)).doesNotContain(token);
  }

  private String request(String head) {
    return head.replace("|", "\r\n")
        + "\r\nContent-Type: application/json\r\nAuthorization: Bearer "
        + application.token()
        + "\r\n\r\n";
  }

  /** Asserts one answer, 400, no answer to the second request, and no stack trace in the log. */
  private void assertRefused(String request, String body) throws IOException {
    int logged = environment.product().log().length();
    String answers = answers(request + body);

    assertThat(answers).matches("(?s)HTTP/1\\.[01] 400 .*").doesNotContain("webhooks_attempts");
    assertNoStackTraceSince(logged);
  }

  private void assertNoStackTraceSince(int logged) {
    assertThat(environment.product().log().substring(logged).lines())
        .noneMatch(line -> line.startsWith("\tat "));
  }

  /** Sends a request with another behind it, and returns all that comes until the end. */
  private String answers(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), environment.product().port())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write((request + SECOND).getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
