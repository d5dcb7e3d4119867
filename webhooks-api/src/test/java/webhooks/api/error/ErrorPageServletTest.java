package webhooks.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import webhooks.api.http.FakeOutput;
import webhooks.domain.LoggedLines;

class ErrorPageServletTest {
  private final FakeOutput output = new FakeOutput();
  private final LoggedLines log = LoggedLines.of(ThrowableMapper.class);
  private final Map<String, String> headers = new HashMap<>();
  private String servlet = "webhooks.api.ApiApplication";
  private int status;

  @AfterEach
  void stop() {
    log.close();
  }

  /** A server answers 501 to a method that it does not know. */
  @ParameterizedTest
  @CsvSource({
    "400, 400, InvalidRequest",
    "404, 404, ResourceNotFound",
    "405, 405, MethodNotAllowed",
    "501, 405, MethodNotAllowed",
    "503, 503, ServiceUnavailable"
  })
  void answersRefusalOfServerInContractsShape(int given, int answered, String code) {
    answer(given);

    assertThat(status).isEqualTo(answered);
    assertThat(output.text()).startsWith("{\"error\":{\"code\":\"" + code + "\",\"message\":\"");
    assertThat(log.all()).isEmpty();
  }

  /** While Payara starts, it has mapped no servlet. */
  @Test
  void isUnavailableWithoutServlet() {
    servlet = null;

    answer(404);

    assertThat(status).isEqualTo(503);
    assertThat(headers).containsEntry("Retry-After", "5");
    assertThat(output.text()).startsWith("{\"error\":{\"code\":\"ServiceUnavailable\",");
    assertThat(log.all()).isEmpty();
  }

  @Test
  void answersErrorOfServerWithLoggedId() {
    answer(500);

    assertThat(status).isEqualTo(500);
    assertThat(log.at(Level.SEVERE))
        .singleElement()
        .satisfies(line -> assertThat(output.text()).contains(line.replaceFirst("Error id: ", "")));
  }

  private void answer(int given) {
    new ErrorPageServlet().service(failed(given), response());
  }

  private HttpServletRequest failed(int status) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ErrorPageServletTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getDispatcherType" -> DispatcherType.ERROR;
                  case "getAttribute" -> attribute((String) arguments[0], status);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Object attribute(String name, int given) {
    return switch (name) {
      case RequestDispatcher.ERROR_STATUS_CODE -> given;
      case RequestDispatcher.ERROR_SERVLET_NAME -> servlet;
      default -> null;
    };
  }

  private HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            ErrorPageServletTest.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("setStatus")) {
                status = (int) arguments[0];
              } else if (method.getName().equals("setHeader")) {
                headers.put((String) arguments[0], (String) arguments[1]);
              }
              return method.getName().equals("getOutputStream") ? output : null;
            });
  }
}
