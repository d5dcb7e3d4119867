package webhooks.domain.delivery.queue;

import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.DeliveryStatus;
import webhooks.domain.delivery.Outcome;

/**
 * The sum of a webhook's latest outcomes, to be added to its failure streak and to the count of its
 * exhausted deliveries.
 *
 * @param ended whether one of the outcomes was a success, which ends the streak before them
 * @param failures the number of failures since the last success, with the version
 * @param latest the latest failure; null if there is none
 * @param version the version of the webhook that the failed attempts were made with
 * @param exhausted the number of deliveries whose last attempt failed. Deliveries of operational
 *     events do not count, because their exhaustion would cause operational events without end
 */
public record FailureSum(boolean ended, int failures, Attempt latest, long version, int exhausted) {
  /** Returns the sum of one outcome, whose attempt is not excused. */
  static FailureSum of(Outcome outcome) {
    if (outcome.attempt().succeeded()) {
      return new FailureSum(true, 0, null, outcome.webhookVersion(), 0);
    }
    boolean counts =
        outcome.status() == DeliveryStatus.EXHAUSTED && !outcome.delivery().event().operational();
    return new FailureSum(false, 1, outcome.attempt(), outcome.webhookVersion(), counts ? 1 : 0);
  }

  /** Returns the sum of these and later outcomes. */
  FailureSum followedBy(FailureSum later) {
    FailureSum streak = streakWith(later);
    return new FailureSum(
        streak.ended, streak.failures, streak.latest, streak.version, exhausted + later.exhausted);
  }

  /**
   * Returns the sum for the streak. A change of the webhook may end its streak, so failures with
   * two versions are not added up: only the failures with the higher version count.
   */
  private FailureSum streakWith(FailureSum later) {
    if (later.ended) {
      return later;
    }
    if (failures > 0 && later.version < version) {
      return this;
    }
    int before = later.version == version ? failures : 0;
    return new FailureSum(ended, before + later.failures, later.latest, later.version, 0);
  }
}
