package webhooks.domain.limit;

import java.time.Duration;

/**
 * Limits how many requests have one resource of the node or wait for it, and how long they wait.
 * Each of them occupies a thread for requests, so a request beyond its caller's share is refused at
 * once. Safe for several threads.
 */
public final class RequestWaits {
  private final CallerLimit requests;
  private final Duration maxWait;

  /**
   * Creates a limit of which nothing is used.
   *
   * @param max the maximum number of requests
   * @param maxWait the maximum time that a request waits
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
   * Begins the wait of a request, or of the product's own work, which uses no share.
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
