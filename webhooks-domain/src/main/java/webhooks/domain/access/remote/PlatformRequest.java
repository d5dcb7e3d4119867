package webhooks.domain.access.remote;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A request to the iTwin Platform that runs on a thread of its own. The thread that waits for the
 * response can give the request up. Then it ends after the current read at the latest, which the
 * connection's time-out limits.
 */
final class PlatformRequest implements Callable<Optional<byte[]>> {
  /** Every valid response is smaller. */
  static final int MAX_BYTES = 256 * 1024;

  private final HttpURLConnection connection;
  private boolean hasStatus;
  private volatile boolean givenUp;

  PlatformRequest(HttpURLConnection connection) {
    this.connection = connection;
  }

  /**
   * Sends the request and reads the response.
   *
   * @return the body; empty if the platform does not know the iTwin, or refuses the token
   */
  @Override
  public Optional<byte[]> call() throws IOException, PlatformUnavailable {
    try {
      int status = connection.getResponseCode();
      statusArrived();
      // Java keeps malformed headers beside the status line, which has no name.
      if (connection.getHeaderFields().getOrDefault(null, List.of()).size() > 1) {
        throw new PlatformUnavailable("a malformed header");
      }
      return switch (status) {
        case 200 -> Optional.of(body());
        case 401, 403, 404 -> Optional.empty();
        default -> throw new PlatformUnavailable("status " + status);
      };
    } finally {
      connection.disconnect();
    }
  }

  private synchronized void statusArrived() throws IOException {
    hasStatus = true;
    requireWanted();
  }

  private byte[] body() throws IOException {
    byte[] bytes = new byte[MAX_BYTES + 1];
    int size = 0;
    try (InputStream in = connection.getInputStream()) {
      for (int n = 0; n >= 0; n = in.read(bytes, size, bytes.length - size)) {
        size += n;
        requireWanted();
        if (size > MAX_BYTES) {
          throw new IOException("The response is too large");
        }
      }
    }
    return Arrays.copyOf(bytes, size);
  }

  private void requireWanted() throws IOException {
    if (givenUp) {
      throw new IOException("Given up");
    }
  }

  /**
   * Ends the request. Before the status arrives, this closes the connection. Later the reading
   * thread closes it, between two reads: it holds a lock during each read, and a close here would
   * wait for that lock.
   */
  synchronized void giveUp() {
    givenUp = true;
    if (!hasStatus) {
      connection.disconnect();
    }
  }
}
