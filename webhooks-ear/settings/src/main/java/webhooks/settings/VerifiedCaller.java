package webhooks.settings;

import java.util.Map;
import java.util.Optional;

/**
 * Passes the verified caller of a request to the server's listener. The application verifies the
 * token and sets the caller as an attribute of the request.
 *
 * <p>The value of the attribute has classes of Java only, because the listener has another class
 * loader. The listener only compares accounts and callers.
 *
 * @param account the account of the caller; the listener gives each account a share of its capacity
 * @param caller the caller, which shares this with the other callers of its account
 */
public record VerifiedCaller(Object account, Object caller) {
  /** Payara shows its listener the attributes whose names begin so; other servers keep them. */
  public static final String ATTRIBUTE = "grizzly.webhooks.caller";

  /** Returns the value of the attribute. */
  public Object attribute() {
    return Map.entry(account, caller);
  }

  /**
   * Returns the caller of a request.
   *
   * @param attribute the value of the attribute; null without one
   */
  public static Optional<VerifiedCaller> of(Object attribute) {
    return attribute instanceof Map.Entry<?, ?> caller
        ? Optional.of(new VerifiedCaller(caller.getKey(), caller.getValue()))
        : Optional.empty();
  }
}
