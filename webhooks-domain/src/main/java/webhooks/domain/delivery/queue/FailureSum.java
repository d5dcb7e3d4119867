package webhooks.domain.delivery.queue;

import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.Outcome;

/**
 * What the latest outcomes of a webhook add to its failure streak, and to the count of its
 * exhausted deliveries.
 *
 * @param ended whether one of them was a success, which ends the streak before them
 * @param failures how many failed since the last success
 * @param latest the latest failure; null if there is none
 * @param version the version of the webhook that these failed with
 * @param exhausted how many deliveries have no attempts left, without deliveries of operational
 *     events: such events about each other would never end
 */
public record FailureSum(boolean ended, int failures, Attempt latest, long version, int exhausted) {
  /** Returns what one outcome adds, whose attempt is not excused. */
  static FailureSum of(Outcome outcome) {
    if (outcome.attempt().succeeded()) {
      return new FailureSum(true, 0, null, outcome.webhookVersion(), 0);
    }
    boolean counts =
        outcome.status() == DeliveryStatus.EXHAUSTED && !outcome.delivery().event().operational();
    return new FailureSum(false, 1, outcome.attempt(), outcome.webhookVersion(), counts ? 1 : 0);
  }

  /** Returns what this and later outcomes add. */
  FailureSum followedBy(FailureSum later) {
    FailureSum streak = streakWith(later);
    return new FailureSum(
        streak.ended, streak.failures, streak.latest, streak.version, exhausted + later.exhausted);
  }

  /**
   * Returns what this and later outcomes add to the streak. A change of the webhook may begin its
   * streak again, so failures with two versions are not added up: those with the later one count.
   */
  private FailureSum streakWith(FailureSum later) {
    if (later.ended) {
      return later;
    }
    if (later.failures == 0 || failures > 0 && later.version < version) {
      return this;
    }
    int before = later.version == version ? failures : 0;
    return new FailureSum(ended, before + later.failures, later.latest, later.version, 0);
  }
}
