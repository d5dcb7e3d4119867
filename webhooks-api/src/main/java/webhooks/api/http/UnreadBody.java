package webhooks.api.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Drops the rest of a body that was not read because the request was refused.
 *
 * <p>Undertow would do it on the thread of the request, for as long as the client sends the body
 * slowly: callers without a token could occupy all threads. This class reads the bytes that have
 * arrived, and holds no thread until more arrive. It gives up when bytes arrive after 20 s; the
 * server's own time-out ends a connection that sends nothing. Payara drops such a body without a
 * thread, and its listener has the same maximum size.
 */
final class UnreadBody implements ReadListener {
  /** The name of the attribute of a request whose body need not be dropped. */
  static final String NOTHING_TO_DROP = UnreadBody.class.getName() + ".nothing";

  static final Duration TIMEOUT = Duration.ofSeconds(20);
  static final int MAX_SIZE = 2 * MaxBodySize.LARGEST;

  private final ServletInputStream in;
  private final AsyncContext exchange;
  private final LongSupplier clock;
  private final long start;
  private final byte[] buffer = new byte[4096];
  private long size;

  private UnreadBody(ServletInputStream in, AsyncContext exchange, LongSupplier clock) {
    this.in = in;
    this.exchange = exchange;
    this.clock = clock;
    this.start = clock.getAsLong();
  }

  /** Returns whether the server reads the rest of a body on the thread of the request. */
  static boolean occupiesThreadOf(ServletContext server) {
    return server.getClass().getName().startsWith("io.undertow.");
  }

  /** Sends the answer and drops the rest of the body, if there is one. Call it last. */
  static void drop(HttpServletRequest request, HttpServletResponse response) throws IOException {
    drop(request, response, System::nanoTime);
  }

  /**
   * Does the same with another clock, for tests.
   *
   * @param clock returns nanoseconds, like {@link System#nanoTime}
   */
  static void drop(HttpServletRequest request, HttpServletResponse response, LongSupplier clock)
      throws IOException {
    if (!hasUnreadBody(request) || request.isAsyncStarted() || !request.isAsyncSupported()) {
      return;
    }
    // Sends the whole answer before the body has ended.
    response.getOutputStream().close();
    ServletInputStream in = request.getInputStream();
    AsyncContext exchange = request.startAsync();
    exchange.setTimeout(0);
    in.setReadListener(new UnreadBody(in, exchange, clock));
  }

  private static boolean hasUnreadBody(HttpServletRequest request) {
    // The length is read as text, because the server fails on a number that is too large.
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.getAttribute(NOTHING_TO_DROP) == null
        && (length != null && !length.equals("0") || RequestFraming.hasChunks(request));
  }

  @Override
  public void onDataAvailable() throws IOException {
    int read = 0;
    while (read >= 0 && in.isReady()) {
      read = in.read(buffer);
      size += Math.max(0, read);
      if (size > MAX_SIZE || clock.getAsLong() - start > TIMEOUT.toNanos()) {
        // The server then closes the connection.
        throw new IOException("The rest of a refused body is too large or too slow");
      }
    }
  }

  @Override
  public void onAllDataRead() {
    exchange.complete();
  }

  @Override
  public void onError(Throwable failure) {
    exchange.complete();
  }
}
