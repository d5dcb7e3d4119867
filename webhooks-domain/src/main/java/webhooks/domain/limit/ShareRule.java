package webhooks.domain.limit;

/**
 * The rule by which users share a limited amount: each may use at most three times as much as it
 * leaves to the others.
 *
 * <p>As a result, one user alone gets three quarters, the shares of {@code n} users become equal,
 * and {@code 1 / (3n + 1)} is free for one user more. A user can be a whole that others share by
 * the same rule, for example an account with several clients.
 */
public final class ShareRule {
  private static final double MAX_SHARE = 0.75;

  private ShareRule() {}

  /** Returns how much one user may use of what all may use, if there is no other: at least 1. */
  public static int maxAlone(int max) {
    return Math.max(1, (int) (MAX_SHARE * max));
  }

  /**
   * Returns how much more a part may use. Is negative if the part uses more than its share.
   *
   * @param leftToWhole how much more the whole may use
   * @param usedByPart how much the part uses
   */
  public static double left(double leftToWhole, long usedByPart) {
    return MAX_SHARE * leftToWhole - (1 - MAX_SHARE) * usedByPart;
  }
}
