package webhooks.api.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * A response that ignores {@link #sendError} after its client closed the connection.
 *
 * <p>Nobody reads an error page then. Jersey asks for one all the same, and Payara then fails to
 * write it and logs two stack traces, of 11 KB together. A client that closes its connections in
 * the middle of its requests could fill the disk with them.
 */
final class GuardedResponse extends HttpServletResponseWrapper {
  private volatile boolean broken;
  private ServletOutputStream stream;

  /** Wraps the response of a server. */
  GuardedResponse(HttpServletResponse response) {
    super(response);
  }

  @Override
  public synchronized ServletOutputStream getOutputStream() throws IOException {
    if (stream == null) {
      stream = new GuardedStream(super.getOutputStream());
    }
    return stream;
  }

  @Override
  public void flushBuffer() throws IOException {
    noteFailureOf(super::flushBuffer);
  }

  @Override
  public void sendError(int status) throws IOException {
    if (!broken) {
      super.sendError(status);
    }
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    if (!broken) {
      super.sendError(status, message);
    }
  }

  /** Writes to the client. */
  @FunctionalInterface
  private interface Output {
    void write() throws IOException;
  }

  /** Writes, and notes a failure. */
  private void noteFailureOf(Output output) throws IOException {
    try {
      output.write();
    } catch (IOException e) {
      broken = true;
      throw e;
    }
  }

  /** Notes each failure to write. */
  private final class GuardedStream extends ServletOutputStream {
    private final ServletOutputStream out;

    GuardedStream(ServletOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      noteFailureOf(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      noteFailureOf(() -> out.write(bytes, offset, count));
    }

    @Override
    public void flush() throws IOException {
      noteFailureOf(out::flush);
    }

    @Override
    public void close() throws IOException {
      noteFailureOf(out::close);
    }

    @Override
    public boolean isReady() {
      return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      out.setWriteListener(listener);
    }
  }
}
