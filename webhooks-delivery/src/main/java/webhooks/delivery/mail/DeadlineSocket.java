package webhooks.delivery.mail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A socket whose reads end at a deadline. The time-out of a read alone does not bound a dialogue
 * with a server that sends a byte now and then.
 */
final class DeadlineSocket extends Socket {
  private final long end;
  private volatile int readTimeout;

  DeadlineSocket(Duration limit) {
    end = System.nanoTime() + limit.toNanos();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    readTimeout = millis;
    super.setSoTimeout(millis);
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        limitRead();
        return super.read();
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        limitRead();
        return super.read(bytes, from, length);
      }
    };
  }

  private void limitRead() throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (left <= 0) {
      throw new SocketTimeoutException("The mail server took too long");
    }
    int limit = (int) Math.min(left, Integer.MAX_VALUE);
    super.setSoTimeout(readTimeout == 0 ? limit : Math.min(readTimeout, limit));
  }
}
