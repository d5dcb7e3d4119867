package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class UnreadBodyTest {
  private static final int READ_SIZE = 1024;

  private final List<String> calls = new ArrayList<>();
  private final Map<String, String> headers = new HashMap<>(Map.of("Content-Length", "60000"));
  private Object mark;
  private long now = Long.MAX_VALUE - 1;
  private ReadListener listener;

  @Test
  void sendsTheAnswerAndDropsTheRestWithoutAThread() throws Exception {
    drop();

    listener.onDataAvailable();
    assertThat(calls).containsExactly("close", "setTimeout 0");
    listener.onAllDataRead();
    assertThat(calls).containsExactly("close", "setTimeout 0", "complete");
  }

  @Test
  void dropsTheRestOfChunks() throws Exception {
    headers.clear();
    headers.put("Transfer-Encoding", "chunked");

    drop();
    listener.onError(new IOException());

    assertThat(calls).containsExactly("close", "setTimeout 0", "complete");
  }

  @Test
  void leavesRequestsAloneThatAreReadOrHaveNoBody() throws Exception {
    mark = Boolean.TRUE;
    drop();
    mark = null;
    headers.put("Content-Length", "0");
    drop();

    assertThat(calls).isEmpty();
  }

  @Test
  void givesUpWhenTheRestIsTooLarge() throws Exception {
    drop();

    assertThatThrownBy(
            () -> {
              for (int size = 0; size <= UnreadBody.MAX_SIZE; size += READ_SIZE) {
                listener.onDataAvailable();
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void givesUpWhenTheRestIsTooSlow() throws Exception {
    drop();
    now += UnreadBody.TIMEOUT.toNanos();
    listener.onDataAvailable();

    now++;

    assertThatThrownBy(listener::onDataAvailable).isInstanceOf(IOException.class);
  }

  private void drop() throws IOException {
    UnreadBody.drop(
        fake(
            HttpServletRequest.class,
            Map.of(
                "getAttribute", unused -> mark,
                "getHeader", headers::get,
                "isAsyncStarted", unused -> false,
                "isAsyncSupported", unused -> true,
                "startAsync", unused -> fake(AsyncContext.class, Map.of()),
                "getInputStream", unused -> new EndlessBody())),
        fake(HttpServletResponse.class, Map.of("getOutputStream", unused -> new Answer())),
        () -> now);
  }

  /** Returns an object that answers these methods and notes the calls of others. */
  private <T> T fake(Class<T> type, Map<String, Function<Object, Object>> results) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Function<Object, Object> result = results.get(method.getName());
              if (result == null) {
                calls.add(method.getName() + (arguments == null ? "" : " " + arguments[0]));
                return null;
              }
              return result.apply(arguments == null ? null : arguments[0]);
            }));
  }

  /** Has data for one read, again and again. */
  private final class EndlessBody extends ServletInputStream {
    private boolean ready;

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public boolean isReady() {
      ready = !ready;
      return ready;
    }

    @Override
    public void setReadListener(ReadListener given) {
      listener = given;
    }

    @Override
    public int read() {
      return ' ';
    }

    @Override
    public int read(byte[] bytes, int offset, int count) {
      return READ_SIZE;
    }
  }

  private final class Answer extends FakeOutput {
    @Override
    public void write(int one) {
      calls.add("write");
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }
}
