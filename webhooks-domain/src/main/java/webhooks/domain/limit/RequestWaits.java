package webhooks.domain.limit;

import java.time.Duration;

/**
 * The shares of the requests that have one resource of the node or wait for it, and how long they
 * wait. Each of them keeps a thread for requests. Safe for several threads.
 *
 * <p>A request beyond its share is refused at once. Publishers have shares of their own, and beyond
 * these they wait for a shorter time: each refused event comes again, and a wait of milliseconds is
 * usual with 64 connections that publish.
 */
public final class RequestWaits {
  /** Enough for 64 connections, unless the node serves fewer than 32 of them in a second. */
  private static final Duration MAX_WAIT_BEYOND_SHARE = Duration.ofSeconds(2);

  private final CallerLimit requests;
  private final CallerLimit publishing;
  private final Duration maxWait;
  private final Duration maxWaitBeyondShare;

  /**
   * Creates the shares, of which nothing is used.
   *
   * @param max the number of requests that are not publishers'
   * @param maxPublishing the number of publishers' requests that wait as long as others
   * @param maxWait how long a request waits
   * @param message the message of a refusal
   */
  public RequestWaits(int max, int maxPublishing, Duration maxWait, String message) {
    this(
        new CallerLimit(max, message),
        new CallerLimit(maxPublishing, message),
        maxWait,
        MAX_WAIT_BEYOND_SHARE);
  }

  private RequestWaits(
      CallerLimit requests, CallerLimit publishing, Duration maxWait, Duration maxWaitBeyondShare) {
    this.requests = requests;
    this.publishing = publishing;
    this.maxWait = maxWait;
    this.maxWaitBeyondShare = maxWaitBeyondShare;
  }

  /** Returns the same shares with another time to wait beyond them, for tests. */
  public RequestWaits withMaxBeyondShare(Duration other) {
    return new RequestWaits(requests, publishing, maxWait, other);
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
    LimitKey key = caller.key().orElse(LimitKey.WITHOUT_ACCOUNT);
    CallerLimit.Share share = (caller.publisher() ? publishing : requests).share(key);
    Duration wait = maxWait;
    if (caller.publisher()) {
      wait = share.tryAdd(1) ? maxWait : maxWaitBeyondShare;
    } else if (caller.isRequest()) {
      share.add(1);
    }
    return new Wait(share, System.nanoTime() + wait.toNanos());
  }
}
