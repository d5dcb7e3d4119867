package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends requests to a listener with the strategy, whose last filter answers 204 to all of them. */
class RequestGuardTest {
  private volatile int status = 204;
  private volatile String header = "X-Content-Type-Options";
  private volatile boolean inParts;

  @BeforeEach
  void startApplication() {
    System.setProperty(RequestGuard.APPLICATION_RUNS, "true");
  }

  @AfterEach
  void stopApplication() {
    System.clearProperty(RequestGuard.APPLICATION_RUNS);
  }

  @Test
  void passesValidRequests() throws IOException {
    assertThat(send("POST /webhooks/a%20b HTTP/1.1", "Host: localhost", "Content-Length: 2"))
        .startsWith("HTTP/1.1 204 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /%zz HTTP/1.1|Host: localhost",
        "POST /events/%2 HTTP/1.1|Host: localhost|Content-Length: 2",
        "GET / HTTP/1.1|Host:",
        "GET / HTTP/1.1|Host: a|Host: a",
        "GET / HTTP/1.1|Host: a b"
      })
  void refusesInvalidHeadAndClosesConnection(String head) throws IOException {
    // The second request must get no answer: the connection ends with the first.
    assertThat(send(head.split("\\|")))
        .startsWith("HTTP/1.1 400 ")
        .contains("Content-Type: application/json", "Connection: close")
        .endsWith(
            "\r\n\r\n"
                + "{\"error\":{\"code\":\"InvalidRequest\",\"message\":\"The request is not"
                + " valid.\"}}");
  }

  /** A regression: the thread that reads all requests parsed the chunks again without an end. */
  @ParameterizedTest
  @ValueSource(strings = {"POST / HTTP/1.1|Host:", "TRACE / HTTP/1.1|Host: a"})
  void chunksOfARefusedRequestStopNobody(String head) throws IOException {
    String chunked = head + "|Transfer-Encoding: chunked||2|{}|0||GET / HTTP/1.1|Host: a||";
    try (GuardedListener listener = new GuardedListener("http-listener-kernel", this::answer)) {
      assertThat(listener.ask(chunked)).startsWith("HTTP/1.1 4").doesNotContain(" 204 ");
      assertThat(listener.ask("GET / HTTP/1.1|Host: a||")).startsWith("HTTP/1.1 204 ");
    }
  }

  /** Payara removes the session id, so that the application would see another path. */
  @ParameterizedTest
  @CsvSource({
    "/metrics;jsessionid=1, /;/metrics;jsessionid=1",
    "/webhooks;a=b/c, /;/webhooks;a=b/c",
    "/metrics, /metrics"
  })
  void leavesParameterInPathsForTheApplication(String path, String seen) throws IOException {
    assertThat(send("GET " + path + " HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 204 ")
        .contains("\r\nX-Path: " + seen + "\r\n");
  }

  /** Payara leaves the body unread, so that it would become the next request. */
  @Test
  void refusesTraceAndClosesConnection() throws IOException {
    assertThat(send("TRACE /webhooks HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 405 ")
        .contains("Content-Type: application/json", "Connection: close")
        .contains("Allow: DELETE, GET, HEAD, PATCH, POST, PUT\r\n")
        .endsWith(
            "\r\n\r\n"
                + "{\"error\":{\"code\":\"MethodNotAllowed\",\"message\":\"The resource does not"
                + " support the request's method.\"}}");
  }

  @Test
  void answersUnavailableWithoutTheApplication() throws IOException {
    System.clearProperty(RequestGuard.APPLICATION_RUNS);

    assertThat(send("POST /events HTTP/1.1", "Host: localhost", "Content-Length: 2"))
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After: 5", "\"code\":\"ServiceUnavailable\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 404, 500})
  void answersUnavailableInsteadOfTheServer(int answered) throws IOException {
    status = answered;
    header = "X-Other";

    assertThat(send("GET /webhooks HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After: 5", "\"code\":\"ServiceUnavailable\"");
  }

  /** Payara sends the head alone when its error page is written in parts. */
  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD"})
  void answersUnavailableInsteadOfTheServersParts(String method) throws IOException {
    status = 503;
    header = "X-Other";
    inParts = true;

    assertThat(send(method + " /webhooks HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After: 5", "Content-Type: application/json")
        .doesNotContain("Transfer-Encoding", GuardedListener.PART)
        .endsWith(method.equals("HEAD") ? "\r\n\r\n" : "Try again later.\"}}");
  }

  /** Payara's own refusals have no body. */
  @ParameterizedTest
  @CsvSource({"400, InvalidRequest", "405, MethodNotAllowed", "414, InvalidRequest"})
  void describesRefusalsOfTheServer(int answered, String code) throws IOException {
    status = answered;
    header = "X-Other";

    assertThat(send("GET /webhooks HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 " + answered + " ")
        .contains("Content-Type: application/json", "\"code\":\"" + code + "\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 404, 500})
  void passesAnswersOfTheApplication(int answered) throws IOException {
    status = answered;

    assertThat(send("GET /webhooks HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 " + answered + " ");
  }

  @Test
  void leavesListenerOfAdministrationAlone() throws IOException {
    System.clearProperty(RequestGuard.APPLICATION_RUNS);

    assertThat(sendTo("admin-listener-kernel", "GET /%zz HTTP/1.1|Host: localhost"))
        .startsWith("HTTP/1.1 204 ");
  }

  private String send(String... head) throws IOException {
    return sendTo("http-listener-kernel", String.join("|", head));
  }

  /** Sends a head, a body and another request, and returns all that is answered until the end. */
  private String sendTo(String threads, String head) throws IOException {
    try (GuardedListener listener = new GuardedListener(threads, this::answer)) {
      return listener.ask(head + "||{}GET /second HTTP/1.1|Host: localhost||");
    }
  }

  private void answer(HttpRequestPacket request) {
    request.getResponse().setStatus(status);
    request.getResponse().setChunked(inParts);
    request.getResponse().setHeader(header, "nosniff");
    request.getResponse().setHeader("X-Path", request.getRequestURI());
    request.getProcessingState().setKeepAlive(false);
  }
}
