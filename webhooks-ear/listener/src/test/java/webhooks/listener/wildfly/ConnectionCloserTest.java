package webhooks.listener.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ThreadSetupHandler;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import io.undertow.util.StatusCodes;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import webhooks.listener.UnavailableAnswer;

/** Runs an application on Undertow, whose other paths answer 404. */
class ConnectionCloserTest {
  private static final int OK = 200;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answered = new CountDownLatch(1);

  /** Has a permit for each exchange that has ended, whose client may know its answer earlier. */
  private final Semaphore exchanges = new Semaphore(0);

  private final PathHandler paths = Handlers.path();
  private final Undertow server =
      Undertow.builder().addHttpListener(0, "127.0.0.1", paths).setWorkerThreads(2).build();
  private DeploymentManager application;
  private volatile boolean suspended;
  private volatile boolean endingInRequest;
  private volatile boolean setUpFailing;

  @BeforeEach
  void start() throws Exception {
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(ConnectionCloserTest.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("webhooks")
            .addServletExtension(new ConnectionCloser())
            .addThreadSetupAction(new SetUp())
            .addInnerHandlerChainWrapper(this::refuseIfSuspended)
            .addServlet(
                Servlets.servlet("api", Api.class, new ImmediateInstanceFactory<>(new Api()))
                    .addMapping("/*"));
    application = Servlets.newContainer().addDeployment(deployment);
    application.deploy();
    HttpHandler handler = application.start();
    paths.addPrefixPath(
        "/",
        exchange -> {
          // The first listener that is added is the last one that is called.
          exchange.addExchangeCompleteListener(
              (ended, others) -> {
                exchanges.release();
                others.proceed();
              });
          handler.handleRequest(exchange);
        });
    server.start();
  }

  @AfterEach
  void stop() {
    answered.countDown();
    server.stop();
  }

  @Test
  void closesIdleConnectionsWithTheApplication() throws Exception {
    try (Socket idle = ask("/webhooks")) {
      assertThat(status(idle)).isEqualTo(OK);

      end();

      assertThat(idle.getInputStream().read()).isNegative();
    }
  }

  @Test
  void closesBusyConnectionAfterItsAnswer() throws Exception {
    try (Socket busy = ask("/slow")) {
      asked.await();

      end();

      answered.countDown();
      assertThat(status(busy)).isEqualTo(OK);
      assertThat(busy.getInputStream().read()).isNegative();
    }
  }

  /** WildFly refuses requests behind the extension, before the application. */
  @Test
  void addsRetryAfterToRefusalsOfTheServer() throws Exception {
    suspended = true;
    try (Socket refused = ask("/webhooks")) {
      assertUnavailable(refused);
    }
  }

  /** A regression: a request between the end of the application and of its path got 500. */
  @Test
  void answersUnavailableWhenTheApplicationHasEnded() throws Exception {
    try (Socket open = ask("/webhooks")) {
      assertThat(status(open)).isEqualTo(OK);
      exchanges.acquire();
      application.stop();

      write(open, "GET /webhooks HTTP/1.1\r\nHost: a\r\n\r\n");

      assertUnavailable(open);
    }
  }

  @Test
  void answersUnavailableWhenTheApplicationEndsDuringTheRequest() throws Exception {
    try (Socket open = ask("/webhooks")) {
      assertThat(status(open)).isEqualTo(OK);
      endingInRequest = true;

      write(open, "GET /webhooks HTTP/1.1\r\nHost: a\r\n\r\n");

      assertUnavailable(open);
    }
  }

  /** WildFly's transactions can end before the application. */
  @Test
  void answersUnavailableWhenTheServerCannotHandOverTheRequest() throws Exception {
    setUpFailing = true;
    try (Socket open = ask("/webhooks")) {
      assertUnavailable(open);
    }
  }

  /** A regression: Undertow closed the connection without a word, as the body was not read. */
  @Test
  void keepsConnectionsThatTheApplicationAnswers503() throws Exception {
    try (Socket socket = ask("/busy", "POST", "Content-Length: 2\r\n\r\n{}")) {
      assertThat(status(socket)).isEqualTo(503);
      socket.getInputStream().readNBytes(2);

      write(socket, "GET /webhooks HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(status(socket)).isEqualTo(OK);
    }
  }

  private HttpHandler refuseIfSuspended(HttpHandler next) {
    return exchange -> {
      if (suspended) {
        exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
        exchange.endExchange();
      } else {
        if (endingInRequest) {
          application.stop();
        }
        next.handleRequest(exchange);
      }
    };
  }

  private void end() {
    paths.removePrefixPath("/");
    try {
      application.stop();
      application.undeploy();
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    }
  }

  private Socket ask(String path) throws IOException {
    return ask(path, "GET", "\r\n");
  }

  private Socket ask(String path, String method, String rest) throws IOException {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    Socket socket = new Socket("127.0.0.1", address.getPort());
    socket.setSoTimeout(10_000);
    write(socket, method + " " + path + " HTTP/1.1\r\nHost: a\r\n" + rest);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertUnavailable(Socket socket) throws IOException {
    assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After: 5\r\n", "Content-Type: application/json\r\n")
        .endsWith("\r\n\r\n" + UnavailableAnswer.JSON);
  }

  /** Reads an answer without a body. */
  private static int status(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).isNotNegative();
      head.append((char) next);
    }
    return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }

  private final class SetUp implements ThreadSetupHandler {
    @Override
    public <T, C> Action<T, C> create(Action<T, C> action) {
      return (exchange, context) -> {
        if (setUpFailing && exchange != null) {
          throw new IllegalStateException("Service unavailable");
        }
        return action.call(exchange, context);
      };
    }
  }

  private final class Api extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setStatus(StatusCodes.SERVICE_UNAVAILABLE);
      response.setContentLength(2);
      response.getOutputStream().print("{}");
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getPathInfo().equals("/slow")) {
        asked.countDown();
        try {
          answered.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      response.setContentLength(0);
    }
  }
}
