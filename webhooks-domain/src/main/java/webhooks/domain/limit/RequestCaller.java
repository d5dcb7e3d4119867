package webhooks.domain.limit;

import java.util.Optional;

/**
 * The caller whose request the current thread serves, for the limits of what requests wait for.
 *
 * @param key the key of the caller; empty for the product's own work
 * @param counted whether limits count the caller's requests; false for publishers, whom the
 *     operator lets in: they wait for their turn, because each refused event comes again
 */
public record RequestCaller(Optional<LimitKey> key, boolean counted) {
  private static final RequestCaller PRODUCT = new RequestCaller(Optional.empty(), false);
  private static final ThreadLocal<RequestCaller> CURRENT = new ThreadLocal<>();

  /** Sets the caller for the current thread, until {@link #leave()}. */
  public static void enter(LimitKey key, boolean counted) {
    CURRENT.set(new RequestCaller(Optional.of(key), counted));
  }

  /** Ends the request of the current thread, if it serves one. */
  public static void leave() {
    CURRENT.remove();
  }

  /** Returns the caller of the current thread's request, or the product. */
  public static RequestCaller current() {
    RequestCaller known = CURRENT.get();
    return known == null ? PRODUCT : known;
  }

  /** Returns whether the thread serves a request. */
  public boolean isRequest() {
    return key.isPresent();
  }

  /** Returns the key by which this caller takes turns: its account, or the product. */
  public Object account() {
    return key.<Object>map(LimitKey::account).orElse(PRODUCT);
  }

  /**
   * Takes a share of a limit for one request; an empty one if the limit does not count it.
   *
   * @throws webhooks.domain.error.Refusal {@code ServiceUnavailable} if the caller's share is full
   */
  public CallerLimit.Share share(CallerLimit limit) {
    // The product's own work is not counted, so its key does not matter.
    CallerLimit.Share share = limit.share(key.orElse(LimitKey.WITHOUT_ACCOUNT));
    if (counted) {
      share.add(1);
    }
    return share;
  }
}
