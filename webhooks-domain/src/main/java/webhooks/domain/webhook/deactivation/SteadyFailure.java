package webhooks.domain.webhook.deactivation;

/**
 * When failures of a webhook's attempts are steady: nothing but failures for three days, and not
 * few.
 *
 * <p>Then its receiver is taken for given up, and the webhook is deactivated.
 */
public final class SteadyFailure {
  /** What makes a row of {@code failure_streak} that of a steady failure, in SQL. */
  public static final String CONDITION =
      "failures >= 20 and since <= current_timestamp - interval '72' hour";

  private SteadyFailure() {}
}
