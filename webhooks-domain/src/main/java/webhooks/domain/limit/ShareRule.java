package webhooks.domain.limit;

/**
 * The rule by which several holders share a limited amount: each may use at most three times as
 * much as is free.
 *
 * <p>As a result, one holder alone gets three quarters. If {@code n} holders want more, their
 * shares become equal, and {@code 1 / (3n + 1)} stays free for one more holder. A holder can be a
 * whole whose parts share by the same rule, for example an account with several clients.
 */
public final class ShareRule {
  private static final double MAX_SHARE = 0.75;

  private ShareRule() {}

  /** Returns how much a holder may use if there is no other, at least 1. */
  public static int maxAlone(int max) {
    return Math.max(1, (int) (MAX_SHARE * max));
  }

  /**
   * Returns how much more a part of a whole may use; negative if it uses more than its share.
   *
   * @param leftToWhole how much more the whole may use
   * @param usedByPart how much the part uses
   */
  public static double left(double leftToWhole, long usedByPart) {
    return MAX_SHARE * leftToWhole - (1 - MAX_SHARE) * usedByPart;
  }
}
