package webhooks.domain.limit;

import java.time.Duration;

/**
 * The shares of the requests that have one resource of the node or wait for it, and how long they
 * wait. Each of them keeps a thread for requests, so a request beyond its share is refused at once.
 * Safe for several threads.
 */
public final class RequestWaits {
  private final CallerLimit requests;
  private final Duration maxWait;

  /**
   * Creates the shares, of which nothing is used.
   *
   * @param max the number of requests
   * @param maxWait how long a request waits
   * @param message the message of a refusal
   */
  public RequestWaits(int max, Duration maxWait, String message) {
    this.requests = new CallerLimit(max, message);
    this.maxWait = maxWait;
  }

  /**
   * The wait of one request.
   *
   * @param share the share, which the caller closes when the request no longer has the resource
   * @param end until when the request may wait, as {@link System#nanoTime}
   */
  public record Wait(CallerLimit.Share share, long end) {}

  /**
   * Begins a wait. The product's own work has no share.
   *
   * @throws webhooks.domain.error.Refusal {@code ServiceUnavailable} if the caller's share is full
   */
  public Wait begin(RequestCaller caller) {
    CallerLimit.Share share = requests.share(caller.key().orElse(LimitKey.WITHOUT_ACCOUNT));
    if (caller.isRequest()) {
      share.add(1);
    }
    return new Wait(share, System.nanoTime() + maxWait.toNanos());
  }
}
