package webhooks.domain.access.remote;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import webhooks.domain.access.BearerToken;

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
  private final HttpClient client;

  ITwinPlatformClient(URI base) {
    this(base, System::nanoTime);
  }

  /** Creates a client with another ticker, for tests. */
  ITwinPlatformClient(URI base, LongSupplier nanoTime) {
    this.base = base;
    this.nanoTime = nanoTime;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER);
    if (base.getScheme().equalsIgnoreCase("http")) {
      // Without TLS a proxy could read the token.
      builder.proxy(HttpClient.Builder.NO_PROXY);
    }
    this.client = builder.build();
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
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Authorization", "Bearer " + token.text())
            .header("Accept", ACCEPT.formatted(version))
            .build();
    HttpResponse<byte[]> response = send(request, deadline);
    return switch (response.statusCode()) {
      case 200 -> Optional.of(response.body());
      case 401, 403, 404 -> Optional.empty();
      default -> throw new PlatformUnavailable("status " + response.statusCode());
    };
  }

  private HttpResponse<byte[]> send(HttpRequest request, long deadline) throws PlatformUnavailable {
    long left = deadline - nanoTime.getAsLong();
    if (left <= 0) {
      throw new PlatformUnavailable(TIMED_OUT);
    }
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(request, head -> new BoundedBody());
    try {
      // The client's own time-out covers only the headers.
      return response.get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new PlatformUnavailable(TIMED_OUT);
    } catch (ExecutionException e) {
      // Only the class name is used: a message may quote the request or the response.
      throw new PlatformUnavailable(e.getCause().getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformUnavailable("interrupted");
    } finally {
      response.cancel(true);
    }
  }
}
