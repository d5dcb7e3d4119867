package webhooks.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpServerFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends requests to a listener with the strategy, whose last filter answers 204 to all of them. */
class RequestGuardTest {
  private final TCPNIOTransport transport = TCPNIOTransportBuilder.newInstance().build();
  private volatile int status = 204;
  private volatile String header = "X-Content-Type-Options";
  private int port;

  @BeforeEach
  @SuppressWarnings("deprecation") // HttpServerFilter has no other constructor.
  void prepare() throws IOException {
    System.setProperty(RequestGuard.APPLICATION_RUNS, "true");
    transport.setProcessor(
        FilterChainBuilder.stateless()
            .add(new TransportFilter())
            .add(new HttpServerFilter())
            .add(new Application())
            .build());
    transport.setIOStrategy(GuardedStrategy.getInstance());
    transport.setKernelThreadPoolConfig(ThreadPoolConfig.defaultConfig());
    port = ((InetSocketAddress) transport.bind("127.0.0.1", 0).getLocalAddress()).getPort();
  }

  @AfterEach
  void stop() throws IOException {
    transport.shutdownNow();
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

  @ParameterizedTest
  @ValueSource(ints = {400, 405})
  void passesOtherRefusalsOfTheServer(int answered) throws IOException {
    status = answered;
    header = "X-Other";

    assertThat(send("GET /webhooks HTTP/1.1", "Host: localhost"))
        .startsWith("HTTP/1.1 " + answered + " ");
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
    transport.getKernelThreadPoolConfig().setPoolName("admin-listener-kernel");

    assertThat(send("GET /%zz HTTP/1.1", "Host: localhost")).startsWith("HTTP/1.1 204 ");
  }

  /** Sends a head, a body and another request, and returns all that is answered until the end. */
  private String send(String... head) throws IOException {
    if (transport.isStopped()) {
      transport.start();
    }
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      String more = "{}GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket
          .getOutputStream()
          .write((String.join("\r\n", head) + "\r\n\r\n" + more).getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Stands for the server and the application behind the guard. */
  private final class Application extends BaseFilter {
    @Override
    public NextAction handleRead(FilterChainContext context) {
      HttpContent content = context.getMessage();
      HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
      request.getResponse().setStatus(status);
      request.getResponse().setHeader(header, "nosniff");
      request.getResponse().setHeader("X-Path", request.getRequestURI());
      context.write(HttpContent.builder(request.getResponse()).last(true).build());
      request.getProcessingState().getHttpContext().close();
      return context.getStopAction();
    }
  }
}
