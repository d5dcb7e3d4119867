package webhooks.settings;

/** A bound that the application sets, and that the listener of requests takes into account. */
public final class RequestConnections {
  /** How many database connections all requests have at the same time. */
  public static final int MAX = 16;

  private RequestConnections() {}
}
