package webhooks.api.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import webhooks.domain.error.ErrorCode;
import webhooks.domain.error.Refusal;
import webhooks.domain.limit.CallerLimit;
import webhooks.domain.limit.LimitKey;
import webhooks.domain.limit.StrangerWaits;

/**
 * Reads one body within the limits of the node. Takes the memory of a large body before it is read.
 *
 * <p>Bytes that have arrived are read at once. Only the wait for more counts against the limit of
 * waiting threads. Beyond it a caller with a login is refused. Without a login the wait of an older
 * request ends instead, with {@code RequestTimeout}. During that wait the reader is the thread's
 * blocker ({@link LockSupport}), so that Payara's listener sees a waiting thread and lets another
 * request compute.
 */
final class BodyReader {
  private static final int FIRST_BUFFER_SIZE = 8192;

  private final InputStream in;
  private final BodyLimits limits;
  private final LimitKey caller;
  private final CallerLimit.Share memory;
  private final long start = System.nanoTime();
  private int taken;

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

  /**
   * Reads a body of unknown length, but not more than the maximum.
   *
   * @throws Refusal {@code RequestTimeout}, or {@code ServiceUnavailable} if a limit is reached
   * @throws IOException if the connection or its framing is broken
   */
  byte[] readToEnd(int max) throws IOException {
    byte[] body = new byte[Math.min(FIRST_BUFFER_SIZE, max)];
    int size = fill(body, 0);
    while (size == body.length && size < max) {
      int larger = Math.min(2 * body.length, max);
      takeMemory(larger);
      body = Arrays.copyOf(body, larger);
      size = fill(body, size);
    }
    return Arrays.copyOf(body, size);
  }

  /** Takes memory for a body of this size, unless it is small or has that memory. */
  private void takeMemory(int size) {
    if (size > Math.max(taken, BodyLimits.MAX_SMALL)) {
      memory.add(size - taken);
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
    return caller.isStranger() ? awaitAsStranger(body, from) : awaitWithShare(body, from);
  }

  private int awaitWithShare(byte[] body, int from) throws IOException {
    CallerLimit.Share waiting = limits.waiting().take(caller, 1);
    try {
      return await(body, from);
    } finally {
      waiting.close();
    }
  }

  /** Waits until bytes arrive or other strangers need the thread, which is then interrupted. */
  private int awaitAsStranger(byte[] body, int from) throws IOException {
    StrangerWaits.Wait wait = limits.strangers().begin(caller, start);
    try {
      if (wait.isGivenUp()) {
        throw late();
      }
      return await(body, from);
    } catch (IOException | RuntimeException e) {
      if (wait.isGivenUp()) {
        throw late();
      }
      throw e;
    } finally {
      wait.close();
    }
  }

  private int await(byte[] body, int from) throws IOException {
    long begin = System.nanoTime();
    LockSupport.setCurrentBlocker(this);
    try {
      return in.read(body, from, body.length - from);
    } catch (IOException e) {
      // After 10 s without a byte, servers throw exceptions of different types. So the time shows
      // that the client is slow and the connection not broken.
      if (System.nanoTime() - begin > limits.timeout().toNanos() / 4) {
        throw late();
      }
      throw e;
    } finally {
      LockSupport.setCurrentBlocker(null);
    }
  }

  private static Refusal late() {
    return new Refusal(ErrorCode.REQUEST_TIMEOUT, "The request body did not arrive in time.");
  }
}
