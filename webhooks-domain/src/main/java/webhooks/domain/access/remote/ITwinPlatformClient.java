package webhooks.domain.access.remote;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import webhooks.domain.access.BearerToken;
import webhooks.settings.tls.EllipticTls;

/**
 * Calls the two operations of the iTwin Platform's API that return permissions and accounts.
 *
 * <p>If the platform does not know the iTwin, or refuses the token, the result is empty. This is
 * not an outage.
 */
final class ITwinPlatformClient {
  private static final String ACCEPT = "application/vnd.bentley.itwin-platform.v%d+json";
  private static final String TIMED_OUT = "no response in time";

  private final URI base;
  private final LongSupplier nanoTime;
  private final Executor threads;

  /**
   * Creates a client.
   *
   * @param threads runs the requests, each of which blocks a thread for the time-out at most
   */
  ITwinPlatformClient(URI base, Executor threads) {
    this(base, threads, System::nanoTime);
  }

  /** Creates a client with another ticker, for tests. */
  ITwinPlatformClient(URI base, Executor threads, LongSupplier nanoTime) {
    this.base = base;
    this.threads = threads;
    this.nanoTime = nanoTime;
  }

  /** Returns the deadline of requests that begin now, for the other methods. */
  long deadline(Duration timeout) {
    return nanoTime.getAsLong() + timeout.toNanos();
  }

  /**
   * Returns the names of the permissions that the token's holder has on the iTwin.
   *
   * @param deadline the time to stop waiting, from {@link #deadline}
   */
  Set<String> permissions(BearerToken token, UUID iTwin, long deadline) throws PlatformUnavailable {
    Optional<byte[]> answer =
        get("/accesscontrol/itwins/" + iTwin + "/permissions", 2, token, deadline);
    return answer.isPresent() ? PlatformJson.permissions(answer.get()) : Set.of();
  }

  /**
   * Returns the account that owns the iTwin, if the token's holder can see it.
   *
   * @param deadline the time to stop waiting, from {@link #deadline}
   */
  Optional<String> account(BearerToken token, UUID iTwin, long deadline)
      throws PlatformUnavailable {
    Optional<byte[]> answer = get("/itwins/" + iTwin + "/account", 1, token, deadline);
    return answer.isPresent() ? Optional.of(PlatformJson.account(answer.get())) : Optional.empty();
  }

  private Optional<byte[]> get(String path, int version, BearerToken token, long deadline)
      throws PlatformUnavailable {
    long left = deadline - nanoTime.getAsLong();
    if (left <= 0) {
      throw new PlatformUnavailable(TIMED_OUT);
    }
    PlatformRequest request = new PlatformRequest(open(path, version, token, left));
    FutureTask<Optional<byte[]>> response = new FutureTask<>(request);
    try {
      threads.execute(response);
      return response.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new PlatformUnavailable(TIMED_OUT);
    } catch (RejectedExecutionException e) {
      throw new PlatformUnavailable("too many requests wait for a response");
    } catch (ExecutionException e) {
      throw unavailable(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformUnavailable("interrupted");
    } finally {
      if (!response.isDone()) {
        request.giveUp();
      }
    }
  }

  /** Prepares a request. Its connect and each of its reads take no longer than the time left. */
  private HttpURLConnection open(String path, int version, BearerToken token, long nanosLeft)
      throws PlatformUnavailable {
    try {
      URL url = URI.create(base + path).toURL();
      // Without TLS a proxy could read the token.
      HttpURLConnection connection =
          url.getProtocol().equals("http")
              ? EllipticTls.open(url, Proxy.NO_PROXY)
              : EllipticTls.open(url);
      int timeout = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanosLeft));
      connection.setConnectTimeout(timeout);
      connection.setReadTimeout(timeout);
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setRequestProperty("Authorization", "Bearer " + token.text());
      connection.setRequestProperty("Accept", ACCEPT.formatted(version));
      return connection;
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private static PlatformUnavailable unavailable(Throwable cause) {
    // Only the class name is used: a message may quote the request or the response.
    return cause instanceof PlatformUnavailable known
        ? known
        : new PlatformUnavailable(cause.getClass().getSimpleName());
  }
}
