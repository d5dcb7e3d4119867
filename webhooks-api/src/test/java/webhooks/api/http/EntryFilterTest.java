package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import webhooks.api.accesslog.AccessLog;
import webhooks.domain.node.RunningNode;
import webhooks.domain.settings.MutableClock;

class EntryFilterTest {
  private final RunningNode node = new RunningNode();
  private int localPort = 8080;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, String> answered = new TreeMap<>();
  private String path = "/webhooks";
  private String protocol = "HTTP/1.1";
  private String method = "POST";
  private HttpServletRequest seen;
  private ServletResponse passedOn;
  private int status;

  @ParameterizedTest
  @CsvSource({
    "application/json, application/json",
    "' Application/JSON; charset', application/json",
    "'application/cloudevents+json; charset=utf-8', application/cloudevents+json",
    "Application/CloudEvents-Batch+JSON, application/cloudevents-batch+json",
    "application/vnd.erp+json;v=1, application/other+json",
    "text/json, application/other+json",
    "application/cloudevents+avro, application/octet-stream",
    "application/cloudevents-x+json, application/octet-stream",
    "'text/html, text/json', application/octet-stream",
    "application/x-www-form-urlencoded, application/octet-stream",
    "' application / x-www-form-urlencoded', application/octet-stream",
    "'application/json, text/html', application/octet-stream",
    "'', application/octet-stream",
    "/, application/octet-stream"
  })
  void showsKnownTypesOfJsonOrBytes(String type, String shown) throws Exception {
    header("Content-Type", type);
    header("Accept", "*/*");

    filter();

    assertThat(seen.getContentType()).isEqualTo(shown);
    assertThat(seen.getHeader("content-type")).isEqualTo(shown);
    assertThat(Collections.list(seen.getHeaders("Content-Type"))).containsExactly(shown);
    assertThat(seen.getHeader("Accept")).isEqualTo("*/*");
    assertThat(Collections.list(seen.getHeaders("Accept"))).containsExactly("*/*");
  }

  @Test
  void passesRequestWithoutTypeUnchanged() throws Exception {
    HttpServletRequest request = filter();

    assertThat(seen).isSameAs(request);
    assertThat(passedOn).isInstanceOf(GuardedResponse.class);
    assertThat(answered).containsEntry("X-Content-Type-Options", "nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 6|Transfer-Encoding: chunked",
        "Content-Length: 6|Content-Length: 6",
        "Content-Length: 9999999999999999999",
        "Content-Length: -1",
        "Content-Length: +6",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: unknown",
        "Transfer-Encoding: ",
        "Transfer-Encoding: chunked|Transfer-Encoding: chunked",
        "Host: a|Host: a",
        "Host: "
      })
  void refusesAmbiguousFraming(String lines) throws Exception {
    Arrays.stream(lines.split("\\|"))
        .map(line -> line.split(": ?", 2))
        .forEach(line -> header(line[0], line[1]));

    filter();

    assertRefused();
  }

  @Test
  void refusesChunksOfFormerVersion() throws Exception {
    header("Transfer-Encoding", "chunked");
    protocol = "HTTP/1.0";

    filter();

    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 6", "Host: a", "Connection: keep-alive"})
  void passesClearFraming(String line) throws Exception {
    header(line.split(": ")[0], line.split(": ")[1]);

    filter();

    assertThat(seen).isNotNull();
    assertThat(answered).doesNotContainKey("Connection");
  }

  /** Servers tolerate bytes after a chunk, which a proxy could take for the next request. */
  @Test
  void closesConnectionAfterChunks() throws Exception {
    header("Transfer-Encoding", "Chunked");

    filter();

    assertThat(seen).isNotNull();
    assertThat(answered).containsEntry("Connection", "close");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//metrics",
        "//health/live",
        "//admin/webhooks",
        "//",
        "///webhooks",
        "//webhook",
        "/metrics;jsessionid=1",
        "/webhooks;a=b/c",
        "//webhooks;a",
        "/metrics/",
        "/metrics//",
        "/health/",
        "/health/live/",
        "/health/other",
        "/health//live",
        "/%68ealth/live",
        "/health%2Flive",
        "/health/liv%65"
      })
  void answersNotFoundToOtherSpellingsOfPaths(String alias) throws Exception {
    path = alias;

    filter();

    assertThat(status).isEqualTo(404);
    assertThat(seen).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/metrics",
        "/health",
        "/health/live",
        "/healthy",
        "/webhooks/",
        "/permissions/a%3Bb"
      })
  void passesPathsOfOperations(String operation) throws Exception {
    path = operation;

    filter();

    assertThat(seen).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"//webhooks", "//webhooks/", "//webhooks/a//b", "/webhooks//a"})
  void passesDoubledSlashOfSample(String doubled) throws Exception {
    path = doubled;

    filter();

    assertThat(seen).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "/webhooks, 'DELETE, GET, HEAD, PATCH, POST, PUT'",
    "/metrics, 'GET, HEAD'",
    "/health/live, 'GET, HEAD'"
  })
  void refusesTraceAndClosesConnection(String of, String allowed) throws Exception {
    method = "TRACE";
    path = of;

    filter();

    assertThat(status).isEqualTo(405);
    assertThat(answered).containsEntry("Allow", allowed);
    assertThat(answered).containsEntry("Connection", "close");
    assertThat(seen).isNull();
  }

  @Test
  void notesTheFirstPortThatRequestsComeTo() throws Exception {
    assertThat(node.port()).isEmpty();
    filter();
    localPort = 8443;
    filter();

    assertThat(node.port()).hasValue(8080);
  }

  @Test
  void setsPropertyWhileApplicationRuns() {
    EntryFilter filter = new EntryFilter();

    filter.init();
    assertThat(Boolean.getBoolean("webhooks.application-runs")).isTrue();
    filter.destroy();
    assertThat(Boolean.getBoolean("webhooks.application-runs")).isFalse();
  }

  private void assertRefused() {
    assertThat(status).isEqualTo(400);
    assertThat(answered).containsEntry("Connection", "close");
    assertThat(seen).isNull();
  }

  private void header(String name, String value) {
    headers.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
  }

  private HttpServletRequest filter() throws Exception {
    HttpServletRequest request = request();
    EntryFilter filter = new EntryFilter();
    filter.log = new AccessLog(new MutableClock());
    filter.node = node;
    filter.doFilter(
        request,
        response(),
        (passed, response) -> {
          seen = (HttpServletRequest) passed;
          passedOn = response;
        });
    return request;
  }

  private HttpServletRequest request() {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            EntryFilterTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getContentType" -> first("Content-Type");
                  case "getHeader" -> first((String) arguments[0]);
                  case "getHeaders" ->
                      Collections.enumeration(headers.getOrDefault(arguments[0], List.of()));
                  case "getRequestURI" -> path;
                  case "getServletPath" -> URLDecoder.decode(path, StandardCharsets.UTF_8);
                  case "getPathInfo" -> null;
                  case "getProtocol" -> protocol;
                  case "getMethod" -> this.method;
                  case "getRemoteAddr" -> "192.0.2.1";
                  case "getLocalPort" -> localPort;
                  case "setAttribute" -> null;
                  case "equals" -> proxy == arguments[0];
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private String first(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst().orElse(null);
  }

  private HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            EntryFilterTest.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "setHeader" -> answered.put((String) arguments[0], (String) arguments[1]);
                case "sendError" -> status = (int) arguments[0];
                default -> throw new UnsupportedOperationException(method.getName());
              }
              return null;
            });
  }
}
