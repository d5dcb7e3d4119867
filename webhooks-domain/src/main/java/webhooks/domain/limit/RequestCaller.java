package webhooks.domain.limit;

import java.util.Optional;

/**
 * The caller whose request the current thread serves, for the limits of what requests wait for.
 *
 * @param key the key of the caller; empty for the product's own work
 * @param publisher whether the request publishes events: each one that is refused comes again, so
 *     it rather waits
 */
public record RequestCaller(Optional<LimitKey> key, boolean publisher) {
  private static final RequestCaller PRODUCT = new RequestCaller(Optional.empty(), false);
  private static final ThreadLocal<RequestCaller> CURRENT = new ThreadLocal<>();

  /** Sets the caller for the current thread, until {@link #leave()}. */
  public static void enter(LimitKey key, boolean publisher) {
    CURRENT.set(new RequestCaller(Optional.of(key), publisher));
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
}
