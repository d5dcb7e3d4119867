package webhooks.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorPageServletTest {
  private static final Logger LOG = Logger.getLogger(ThrowableMapper.class.getName());

  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<LogRecord> logged = new ArrayList<>();
  private final Handler handler = new Collector();
  private int status;

  @BeforeEach
  void watchTheLog() {
    LOG.addHandler(handler);
    LOG.setUseParentHandlers(false);
  }

  @AfterEach
  void leaveTheLog() {
    LOG.removeHandler(handler);
    LOG.setUseParentHandlers(true);
  }

  /** The server says 501 of a method that it does not know. */
  @ParameterizedTest
  @CsvSource({
    "400, 400, InvalidRequest",
    "404, 404, ResourceNotFound",
    "405, 405, MethodNotAllowed",
    "501, 405, MethodNotAllowed",
    "503, 503, ServiceUnavailable"
  })
  void refusalOfTheServerHasTheContractsShapeAndIsNotLogged(int given, int answered, String code) {
    answer(given);

    assertThat(status).isEqualTo(answered);
    assertThat(body()).startsWith("{\"error\":{\"code\":\"" + code + "\",\"message\":\"");
    assertThat(logged).isEmpty();
  }

  @Test
  void faultOfTheServerHasAnIdThatTheLogHasToo() {
    answer(500);

    assertThat(status).isEqualTo(500);
    assertThat(logged)
        .singleElement()
        .satisfies(
            record ->
                assertThat(body()).contains(record.getMessage().replaceFirst("Error id: ", "")));
  }

  private void answer(int given) {
    new ErrorPageServlet().service(failed(given), response());
  }

  private String body() {
    return body.toString(StandardCharsets.UTF_8);
  }

  private static HttpServletRequest failed(int status) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            ErrorPageServletTest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getDispatcherType" -> DispatcherType.ERROR;
                  case "getAttribute" ->
                      RequestDispatcher.ERROR_STATUS_CODE.equals(arguments[0]) ? status : null;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private HttpServletResponse response() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            ErrorPageServletTest.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("setStatus")) {
                status = (int) arguments[0];
              }
              return method.getName().equals("getOutputStream") ? new Output() : null;
            });
  }

  /** What is written becomes the body. */
  private final class Output extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(int b) {
      body.write(b);
    }
  }

  /** What is logged is kept. */
  private final class Collector extends Handler {
    @Override
    public void publish(LogRecord record) {
      logged.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
