package webhooks.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnreadBodyTest {
  private final List<String> calls = new ArrayList<>();
  private long length = 60_000;
  private String coding;
  private Object mark;
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
    length = -1;
    coding = "chunked";

    drop();
    listener.onError(new IOException());

    assertThat(calls).containsExactly("close", "setTimeout 0", "complete");
  }

  @Test
  void leavesRequestsAloneThatAreReadOrHaveNoBody() throws Exception {
    mark = Boolean.TRUE;
    drop();
    mark = null;
    length = 0;
    drop();

    assertThat(calls).isEmpty();
  }

  @Test
  void givesUpWhenTheRestIsTooLarge() throws Exception {
    drop();

    assertThatThrownBy(
            () -> {
              while (true) {
                listener.onDataAvailable();
              }
            })
        .isInstanceOf(IOException.class);
  }

  private void drop() throws IOException {
    UnreadBody.drop(
        fake(
            HttpServletRequest.class,
            Map.of(
                "getAttribute", () -> mark,
                "getContentLengthLong", () -> length,
                "getHeader", () -> coding,
                "isAsyncStarted", () -> false,
                "startAsync", () -> fake(AsyncContext.class, Map.of()),
                "getInputStream", EndlessBody::new)),
        fake(HttpServletResponse.class, Map.of("getOutputStream", Answer::new)));
  }

  private interface Result {
    Object get() throws IOException;
  }

  /** Returns an object that answers these methods and notes the calls of others. */
  private <T> T fake(Class<T> type, Map<String, Result> results) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Result result = results.get(method.getName());
              if (result == null) {
                calls.add(method.getName() + (arguments == null ? "" : " " + arguments[0]));
                return null;
              }
              return result.get();
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
      return count;
    }
  }

  private final class Answer extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener given) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(int one) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      calls.add("close");
    }
  }
}
