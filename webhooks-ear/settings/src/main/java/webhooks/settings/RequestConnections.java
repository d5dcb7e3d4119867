package webhooks.settings;

/**
 * Bounds the database connections of requests. The application enforces this, and the server's
 * listener admits enough requests to use them.
 */
public final class RequestConnections {
  /** How many database connections all requests together have at most. */
  public static final int MAX = 16;

  private RequestConnections() {}
}
