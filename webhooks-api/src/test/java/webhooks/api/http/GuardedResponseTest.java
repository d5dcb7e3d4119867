package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardedResponseTest {
  private final List<Object> errors = new ArrayList<>();
  private final HttpServletResponse response = new GuardedResponse(server());
  private boolean closed;

  @Test
  void asksForErrorPage() throws Exception {
    response.getOutputStream().write(1);
    response.getOutputStream().flush();
    response.flushBuffer();

    response.sendError(500);
    response.sendError(404, "text");

    assertThat(errors).containsExactly(500, 404);
  }

  @Test
  void asksForNoErrorPageAfterFailedWrite() throws Exception {
    closed = true;
    assertThatThrownBy(() -> response.getOutputStream().write(new byte[1]))
        .isInstanceOf(IOException.class);

    response.sendError(500);
    response.sendError(500, "text");

    assertThat(errors).isEmpty();
  }

  @Test
  void asksForNoErrorPageAfterFailedFlush() throws Exception {
    closed = true;
    assertThatThrownBy(() -> response.getOutputStream().flush()).isInstanceOf(IOException.class);

    response.sendError(500);

    assertThat(errors).isEmpty();
  }

  @Test
  void asksForNoErrorPageAfterFailedFlushOfBuffer() throws Exception {
    closed = true;
    assertThatThrownBy(response::flushBuffer).isInstanceOf(IOException.class);

    response.sendError(500);

    assertThat(errors).isEmpty();
  }

  private void write() throws IOException {
    if (closed) {
      throw new IOException("Connection is closed");
    }
  }

  private HttpServletResponse server() {
    return (HttpServletResponse)
        Proxy.newProxyInstance(
            GuardedResponseTest.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "sendError" -> errors.add(arguments[0]);
                case "flushBuffer" -> write();
                case "getOutputStream" -> {
                  return new Output();
                }
                default -> throw new UnsupportedOperationException(method.getName());
              }
              return null;
            });
  }

  /** Writes as long as the client keeps its connection open. */
  private final class Output extends FakeOutput {
    @Override
    public void write(int b) throws IOException {
      GuardedResponseTest.this.write();
    }

    @Override
    public void flush() throws IOException {
      GuardedResponseTest.this.write();
    }
  }
}
