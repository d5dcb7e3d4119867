package webhooks.domain.delivery.queue;

import webhooks.domain.delivery.Attempt;
import webhooks.domain.delivery.Outcome;

/**
 * What the latest outcomes of a webhook add to its failure streak.
 *
 * @param ended whether one of them was a success, which ends the streak before them
 * @param failures how many failed since the last success
 * @param latest the latest failure; null if there is none
 * @param version the version of the webhook that these failed with
 */
public record FailureSum(boolean ended, int failures, Attempt latest, long version) {
  /** Returns what one outcome adds, whose attempt is not excused. */
  static FailureSum of(Outcome outcome) {
    return outcome.attempt().succeeded()
        ? new FailureSum(true, 0, null, outcome.webhookVersion())
        : new FailureSum(false, 1, outcome.attempt(), outcome.webhookVersion());
  }

  /**
   * Returns what this and later outcomes add. A change of the webhook may begin its streak again,
   * so failures with two versions are not added up: those with the later one count.
   */
  FailureSum followedBy(FailureSum later) {
    if (later.ended) {
      return later;
    }
    if (later.failures == 0 || failures > 0 && later.version < version) {
      return this;
    }
    int before = later.version == version ? failures : 0;
    return new FailureSum(ended, before + later.failures, later.latest, later.version);
  }
}
