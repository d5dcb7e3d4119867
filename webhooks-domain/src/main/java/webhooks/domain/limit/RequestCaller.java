package webhooks.domain.limit;

import java.util.Optional;

/**
 * The caller whose request the current thread serves. Limits of the domain read it here, so that
 * methods need no parameter for it.
 *
 * @param key the key of the caller; empty for the product's own work
 */
public record RequestCaller(Optional<LimitKey> key) {
  private static final RequestCaller PRODUCT = new RequestCaller(Optional.empty());
  private static final ThreadLocal<RequestCaller> CURRENT = new ThreadLocal<>();

  /** Sets the caller for the current thread, until {@link #leave()}. */
  public static void enter(LimitKey key) {
    CURRENT.set(new RequestCaller(Optional.of(key)));
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
