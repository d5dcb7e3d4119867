package webhooks.api.http.response;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Supplier;
import webhooks.domain.limit.CallerLimit;

/**
 * Keeps a response in memory while it is small. When it becomes large, it takes its share of the
 * limit. From then on it is sent as fast as the caller reads, until its time is over. A response
 * that is probably large takes its share earlier, before anything is read for it.
 *
 * <p>Nothing is sent while the response is small, so that a failure can still become an error
 * response.
 */
final class LargeResponse extends OutputStream {
  /** About the size of a connection's buffers, which take a response that nobody reads. */
  private static final int MAX_SMALL = 64 * 1024;

  private final OutputStream out;
  private final Supplier<CallerLimit.Share> limit;
  private final Duration timeout;
  private final ByteArrayOutputStream small = new ByteArrayOutputStream();
  private CallerLimit.Share share;
  private boolean large;
  private boolean started;
  private long start;

  /**
   * Starts an empty response.
   *
   * @param out the connection
   * @param limit takes the share of a large response, or refuses it
   * @param timeout the time for all of a large response
   */
  LargeResponse(OutputStream out, Supplier<CallerLimit.Share> limit, Duration timeout) {
    this.out = out;
    this.limit = limit;
    this.timeout = timeout;
  }

  /** Returns whether a part of the response may have been sent. */
  boolean isStarted() {
    return started;
  }

  /** Returns whether the response became large, also if that was refused. */
  boolean isLarge() {
    return large;
  }

  /** Takes the share of a large response now. */
  void reserve() {
    if (share == null) {
      share = limit.get();
    }
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (!isStarted() && small.size() + count <= MAX_SMALL) {
      small.write(bytes, offset, count);
      return;
    }
    if (!isStarted()) {
      large = true;
      reserve();
      started = true;
      start = System.nanoTime();
      small.writeTo(out);
      small.reset();
    }
    if (System.nanoTime() - start > timeout.toNanos()) {
      throw new IOException("The response was not read in time");
    }
    out.write(bytes, offset, count);
  }

  /** Sends nothing while the response is small: {@link #complete} sends it. */
  @Override
  public void flush() throws IOException {
    if (isStarted()) {
      out.flush();
    }
  }

  /** Sends the rest of a complete response. */
  void complete() throws IOException {
    small.writeTo(out);
    small.reset();
    out.flush();
  }

  /** Gives the share back. The server closes the connection's stream. */
  @Override
  public void close() {
    if (share != null) {
      share.close();
    }
  }
}
