package webhooks.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;

/**
 * Reads one body within the limits of the node. Memory for it is taken before it is read.
 *
 * <p>Bytes that have arrived are read at once. Only the wait for more counts against the limit of
 * waiting threads. During that wait the reader is the thread's blocker, by {@link LockSupport}: the
 * server's listener then lets another request compute.
 */
final class BodyReader {
  private static final int FIRST = 8192;

  private final InputStream in;
  private final BodyLimits limits;
  private final LimitKey caller;
  private final CallerLimit.Share memory;
  private final long start = System.nanoTime();
  private int taken = BodyLimits.MAX_SMALL;

  BodyReader(InputStream in, BodyLimits limits, LimitKey caller, CallerLimit.Share memory) {
    this.in = in;
    this.limits = limits;
    this.caller = caller;
    this.memory = memory;
  }

  /**
   * Reads this many bytes, or fewer if the body ends.
   *
   * @throws Refusal {@code RequestTimeout}, or {@code ServiceUnavailable} if a limit is reached
   * @throws IOException if the connection or its framing is broken
   */
  byte[] read(int length) throws IOException {
    takeMemory(length);
    byte[] body = new byte[length];
    int size = fill(body, 0);
    return size < length ? Arrays.copyOf(body, size) : body;
  }

  /** Reads a body of unknown length, but not more than the maximum. */
  byte[] readToEnd(int max) throws IOException {
    byte[] body = new byte[Math.min(FIRST, max)];
    int size = fill(body, 0);
    while (size == body.length && size < max) {
      int larger = Math.min(2 * body.length, max);
      takeMemory(larger);
      body = Arrays.copyOf(body, larger);
      size = fill(body, size);
    }
    return Arrays.copyOf(body, size);
  }

  private void takeMemory(int size) {
    if (size > taken) {
      memory.add(size - (long) (taken == BodyLimits.MAX_SMALL ? 0 : taken));
      taken = size;
    }
  }

  /** Fills the buffer from this position, and returns how far it is filled. */
  private int fill(byte[] body, int from) throws IOException {
    int size = from;
    int count = 0;
    while (size < body.length && count >= 0) {
      if (System.nanoTime() - start > limits.timeout().toNanos()) {
        throw late();
      }
      count = readSome(body, size);
      size += Math.max(0, count);
    }
    return size;
  }

  private int readSome(byte[] body, int from) throws IOException {
    if (in.available() > 0) {
      return in.read(body, from, body.length - from);
    }
    CallerLimit.Share waiting = limits.waiting().take(caller, 1);
    long begin = System.nanoTime();
    LockSupport.setCurrentBlocker(this);
    try {
      return in.read(body, from, body.length - from);
    } catch (IOException e) {
      // Servers report their own time-out by exceptions of different types.
      if (System.nanoTime() - begin > limits.timeout().toNanos() / 4) {
        throw late();
      }
      throw e;
    } finally {
      LockSupport.setCurrentBlocker(null);
      waiting.close();
    }
  }

  private static Refusal late() {
    return new Refusal(ErrorCode.REQUEST_TIMEOUT, "The request body did not arrive in time.");
  }
}
