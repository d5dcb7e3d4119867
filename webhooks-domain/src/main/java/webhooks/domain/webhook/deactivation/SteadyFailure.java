package webhooks.domain.webhook.deactivation;

/**
 * The definition of a steady failure: all attempts of a webhook failed for three days, at least 20
 * of them.
 *
 * <p>The receiver is then assumed to be abandoned, and the webhook is deactivated.
 */
public final class SteadyFailure {
  /** The SQL condition that a row of {@code failure_streak} is a steady failure. */
  public static final String CONDITION =
      "failures >= 20 and since <= current_timestamp - interval '72' hour";

  private SteadyFailure() {}
}
