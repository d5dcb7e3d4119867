package webhooks.listener;

/** The answer of the server, with the status 503, while the application does not run. */
public final class UnavailableAnswer {
  /** The body, as the application itself would write it. */
  public static final String JSON =
      "{\"error\":{\"code\":\"ServiceUnavailable\",\"message\":\"The service is unavailable for the"
          + " moment. Try again later.\"}}";

  /** The value of {@code Retry-After}. */
  public static final String RETRY_AFTER_SECONDS = "5";

  private UnavailableAnswer() {}
}
