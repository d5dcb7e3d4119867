package webhooks.api.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * A response that asks for no error page once it can't be written, because its client closed the
 * connection.
 *
 * <p>Nobody reads such a page. Jersey asks for one all the same, and Payara then fails to write it
 * and logs two stack traces, of 11 KB together. A client that closes its connections in the middle
 * of its requests could fill the disk with them.
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
    noted(super::flushBuffer);
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

  /** A step that writes to the client. */
  @FunctionalInterface
  private interface Output {
    void write() throws IOException;
  }

  private void noted(Output output) throws IOException {
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
      noted(() -> out.write(b));
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      noted(() -> out.write(bytes, offset, count));
    }

    @Override
    public void flush() throws IOException {
      noted(out::flush);
    }

    @Override
    public void close() throws IOException {
      noted(out::close);
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
